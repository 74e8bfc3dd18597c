// Has TypeDoc write a Markdown page for every public entry point, from the TSDoc of its sources.
import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  Application,
  Comment,
  Converter,
  LiteralType,
  OptionDefaults,
  ReflectionKind,
  UnionType,
} from "typedoc";
import { MarkdownPageEvent } from "typedoc-plugin-markdown";
import { reference } from "./folders.js";
import { repositoryUrl } from "./repository.js";
import { asCode } from "./settings-tables.js";

/** What each entry point is for. */
const introductions = {
  client:
    "Mint access tokens in your backend. Start with [`createMelioClient`](#createmelioclient). [`MelioClientOptions`](#melioclientoptions) lists its settings, and [Errors](/guides/errors) explains what it throws.",
  "client/cache":
    "Keep one valid token for each Account, in memory or in Redis. Start with [`createTokenCache`](#createtokencache).",
  "client/handler":
    "Add an endpoint to your backend that returns a token to your page, and never the API key. Start with [`createTokenHandler`](#createtokenhandler).",
  "client/browser":
    "Get a token from your endpoint in the page, keep it in memory, and send it with `fetch`. Start with [`createTokenSource`](#createtokensource).",
  "client/node":
    "Send requests through proxies, and trust your own certificate authorities, in Node. Start with [`createNodeFetch`](#createnodefetch).",
  "mock-server":
    "Test against a mock server of the Melio Platform API. Start with [`startMockServer`](#startmockserver). [Testing](/guides/testing) is the guide.",
  "mock-server/vitest":
    "Vitest's `test` with a new mock server for each test. [Vitest](/guides/vitest) is the guide.",
  types: "The API's types, for programs that call the API without the client.",
};

const overview = () => `---
title: SDK reference
description: Every entry point of the packages, and what it is for.
editLink: false
prev: false
next: false
---

# SDK reference

${Object.entries(introductions)
  .map(
    ([page, text]) =>
      `## [@melio-platform/${page}](./${page})\n\n${text.replaceAll("](#", `](./${page}#`)}`,
  )
  .join("\n\n")}

## HTTP and command line

- [Platform API](/api/): \`POST /auth/token\`
- [The command melio-mock](/melio-mock)
- [The mock server's control API](/api/mock-control)
`;

/** Page to the source of its entry point. `types` comes first: what others export again is described there. */
const entryPoints = {
  types: "types/src/index.ts",
  client: "client/src/index.ts",
  "client/cache": "client/src/cache/index.ts",
  "client/handler": "client/src/handler/index.ts",
  "client/browser": "client/src/browser/index.ts",
  "client/node": "client/src/node/index.ts",
  "mock-server": "mock-server/src/index.ts",
  "mock-server/vitest": "mock-server/src/vitest.ts",
};

/** @param {string} page */
function introductionOf(page) {
  return Object.entries(introductions).find(([name]) => name === page)?.[1];
}

const packages = new URL("../../", import.meta.url);

/** @type {Partial<import("typedoc").TypeDocOptions & import("typedoc-plugin-markdown").PluginOptions>} */
const options = {
  plugin: ["typedoc-plugin-markdown"],
  entryPoints: Object.values(entryPoints).map((path) =>
    fileURLToPath(new URL(path, packages)),
  ),
  tsconfig: fileURLToPath(
    new URL("../tsconfig.reference.json", import.meta.url),
  ),
  out: fileURLToPath(reference),
  logLevel: "Warn",
  // The packages check their own types.
  skipErrorChecking: true,
  readme: "none",
  // openapi-typescript's tags.
  blockTags: [...OptionDefaults.blockTags, "@description", "@format"],
  // Members of `Error` and the like.
  excludeExternals: true,
  excludeInternal: true,
  sort: ["source-order"],
  groupOrder: ["Functions", "Variables", "Interfaces", "Type Aliases", "*"],
  basePath: fileURLToPath(new URL("../", packages)),
  disableGit: true,
  gitRevision: "main",
  // Without git, paths begin below what the entry points have in common.
  sourceLinkTemplate: `${repositoryUrl}/blob/{gitRevision}/packages/{path}#L{line}`,
  router: "module",
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  classPropertiesFormat: "table",
  typeDeclarationFormat: "table",
  tableColumnSettings: {
    hideInherited: true,
    hideOverrides: true,
    hideSources: true,
    hideModifiers: true,
  },
  sanitizeComments: true,
};

/**
 * Takes out what a reader of the reference does not look for.
 * @param {import("typedoc").ProjectReflection} project
 */
function prune(project) {
  for (const reflection of Object.values(project.reflections)) {
    // openapi-typescript's mirror of the description, thousands of lines of it.
    if (
      ["paths", "components", "operations"].includes(reflection.name) &&
      reflection.isDeclaration() &&
      reflection.kindOf(ReflectionKind.Interface)
    ) {
      for (const child of [...(reflection.children ?? [])]) {
        project.removeReflection(child);
      }
      reflection.comment = new Comment([
        {
          kind: "text",
          text: "Generated by openapi-typescript from the OpenAPI description. The [API reference](/api/) explains its content.",
        },
      ]);
    }
    // Errors are made by the client; each says its own name.
    if (
      reflection.parent?.kindOf(ReflectionKind.Class) &&
      (reflection.kindOf(ReflectionKind.Constructor) ||
        (reflection.kindOf(ReflectionKind.Accessor) &&
          reflection.name === "name"))
    ) {
      project.removeReflection(reflection);
    }
    if (reflection.name === "__namedParameters") reflection.name = "options";
  }
}

/**
 * Shows the texts that a type stands for, in place of how it is made (`keyof typeof servers`).
 * @param {import("typedoc").Context} context
 */
function nameValues(context) {
  const checker = context.programs[0]?.getTypeChecker();
  for (const reflection of context.project.getReflectionsByKind(
    ReflectionKind.TypeAlias,
  )) {
    const symbol = context.getSymbolFromReflection(reflection);
    if (!symbol || !checker || !reflection.isDeclaration()) continue;
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    const members = type.isUnion() ? type.types : [];
    const texts = members.flatMap((member) =>
      member.isStringLiteral() ? [member.value] : [],
    );
    if (texts.length > 0 && texts.length === members.length) {
      reflection.type = new UnionType(
        texts.map((text) => new LiteralType(text)),
      );
    }
  }
}

/**
 * One list of what a function throws, in place of a heading for each.
 * @param {string} page
 */
const joinThrows = (page) =>
  page.replace(
    /(?:^(#+) Throws\n\n(?:(?!^#|^\*\*\*)[^\n]*\n)*)+/gm,
    (section) => {
      const [, ...items] = section.split(/^#+ Throws\n\n/m);
      if (items.length < 2) return section;
      const list = items.map((item) => `- ${item.trim().replace(/\s+/g, " ")}`);
      return `${/^#+/.exec(section)?.[0]} Throws\n\n${list.join("\n")}\n\n`;
    },
  );

/**
 * A line for what another entry point describes, in place of a section for each name.
 * @param {string} page
 */
const joinReExports = (page) =>
  page.replace(/^## References\n[\s\S]*/m, (section) => {
    const names = [...section.matchAll(/^Re-exports (\[.*?\]\(.*?\))$/gm)];
    return `## Also exported\n\n${names.map(([, name]) => name).join(", ")}\n`;
  });

/**
 * A default that is described in words is no code, and what is required has none.
 * @param {string} page
 */
const readableDefaults = (page) =>
  page.replace(/^\| <a id="property-.*$/gm, (row) => {
    const cells = row.split(/(?<!\\)\|/);
    const [, , , value = "", description] = cells;
    const [, text] = /^ `([^`]*)` $/.exec(value) ?? [];
    if (text === undefined || cells.length !== 6) return row;
    const shown = text === "undefined" ? "" : asCode(text);
    return [...cells.slice(0, 3), ` ${shown} `, description, ""].join("|");
  });

/**
 * What one begins with comes first.
 * @param {import("typedoc").Context} context
 */
function startFirst({ project }) {
  const isStart = (/** @type {{ name: string }} */ { name }) =>
    /^(create|start)[A-Z]/.test(name);
  for (const { groups = [] } of project.children ?? [])
    for (const { children } of groups)
      children.sort((a, b) => Number(isStart(b)) - Number(isStart(a)));
}

export async function writeSdkReference() {
  const app = await Application.bootstrapWithPlugins(options);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    nameValues(context);
    prune(context.project);
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const module of project.children ?? []) {
      const source = module.sources?.[0]?.fileName.replace(/^packages\//, "");
      const page = Object.entries(entryPoints).find(
        ([, path]) => path === source,
      );
      if (!page) throw new Error(`No page is named for ${source}.`);
      module.name = page[0];
    }
  });
  // After TypeDoc has made the groups.
  app.converter.on(Converter.EVENT_RESOLVE_END, startFirst, -1_000);
  app.renderer.on(MarkdownPageEvent.END, (page) => {
    const name = `@melio-platform/${page.model.name}`;
    page.contents = `---
title: "${name}"
description: What ${name} exports.
editLink: false
pageClass: reference
outline: [2, 3]
---

${readableDefaults(joinReExports(joinThrows(page.contents ?? "")))
  .replace(/^# .*/m, `# ${name}\n\n${introductionOf(page.model.name) ?? ""}`)
  .replace(/^Defined in: \[.*\]\((.*)\)$/gm, "[Source]($1){.source}")}`;
  });
  const project = await app.convert();
  if (!project) {
    throw new Error("TypeDoc could not read the sources; see above.");
  }
  await app.generateOutputs(project);
  rmSync(new URL("README.md", reference));
  writeFileSync(new URL("index.md", reference), overview());
  return project;
}
