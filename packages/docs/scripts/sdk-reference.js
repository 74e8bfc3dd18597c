// Has TypeDoc write a Markdown page for every public entry point, from the TSDoc of its sources.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  Application,
  Comment,
  Converter,
  OptionDefaults,
  ReflectionKind,
} from "typedoc";
import { MarkdownPageEvent } from "typedoc-plugin-markdown";
import { reference } from "./folders.js";
import { repositoryUrl } from "./repository.js";

/** Page to the source of its entry point. `types` comes first: what others export again is described there. */
const entryPoints = {
  types: "types/src/index.ts",
  client: "client/src/index.ts",
  "client/cache": "client/src/cache/index.ts",
  "client/handler": "client/src/handler/index.ts",
  "client/browser": "client/src/browser/index.ts",
  "mock-server": "mock-server/src/index.ts",
  "mock-server/vitest": "mock-server/src/vitest.ts",
};

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
          text: "The description's own, as openapi-typescript writes it. What it holds is in the [API reference](/api/).",
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

export async function writeSdkReference() {
  const app = await Application.bootstrapWithPlugins(options);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) =>
    prune(project),
  );
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
  app.renderer.on(MarkdownPageEvent.END, (page) => {
    const name = `@melio-platform/${page.model.name}`;
    page.contents = `---
title: "${name}"
description: What ${name} exports.
editLink: false
outline: [2, 3]
---

${page.contents
  ?.replace(/^# .*/m, `# ${name}`)
  .replace(/^Defined in: \[.*\]\((.*)\)$/gm, "[Source]($1){.source}")}`;
  });
  const project = await app.convert();
  if (!project) {
    throw new Error("TypeDoc could not read the sources; see above.");
  }
  await app.generateOutputs(project);
  // A list of the pages; the navigation is one.
  rmSync(new URL("README.md", reference));
  return project;
}
