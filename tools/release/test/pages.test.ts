import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import openapi from "@melio-platform/spec/openapi.json" with { type: "json" };
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createEnvironment } from "./support/environment.js";
import { tryProduction } from "./support/next.js";
import { type Block, readPage, site } from "./support/page.js";
import { newerNode } from "./support/programs.js";
import { freePort } from "./support/server-program.js";
import {
  type Command,
  openTerminal,
  type Terminal,
} from "./support/terminal.js";

// Each group begins in an empty folder, and is followed from the top of its first page to the end of its last.
const groups = [
  [
    "quickstart",
    "guides/accounts",
    "guides/idempotency-and-retries",
    "guides/errors",
    "guides/timeouts-and-cancellation",
    "guides/observability-and-proxies",
    "guides/key-rotation-and-secrets",
    "guides/runtimes",
    "guides/moving-from-ruby",
  ],
  ["guides/express"],
  ["guides/fastify"],
  ["guides/hono"],
  ["guides/h3"],
  ["guides/node-http"],
  ["guides/nextjs"],
  ["guides/lambda"],
  ["guides/workers"],
  ["guides/testing", "guides/testing-a-token-cache"],
  ["guides/other-languages"],
  ["guides/verifying-against-the-sandbox"],
  ["guides/vitest"],
  ["guides/jest"],
  ["guides/node-test"],
];

// Pages with code that is not followed, and why. A name that ends with `/` stands for all pages below it.
const notFollowed: Record<string, string> = {
  index:
    "excerpts, each above the link to the page that runs the whole; packages/docs/test runs them",
  "guides/backend-to-browser":
    "the programs of the framework pages, which are followed; the rest needs a Redis or a browser, and runs in packages/client/test and packages/docs/test",
  "guides/docker-and-ci":
    "needs Docker; packages/mock-server/test/container.test.ts runs what the container runs, and packages/docs/test the step for CI",
  "guides/errors-in-the-page":
    "a function for a page in a browser; packages/docs/test/samples/modules.ts runs it",
  "guides/nuxt":
    "Nuxt installs 230 MB; frameworks.test.ts runs the page's routes in the h3 that Nuxt 4 has",
  "api/":
    "samples of single requests; packages/docs/test/samples-api-reference.test.ts runs them",
  "reference/":
    "examples of the TSDoc; packages/client/test and packages/mock-server/test run them",
};

const { registry, upstream, npmCache, published } = inject("release");
const projects = fileURLToPath(new URL("../projects/", import.meta.url));
// In place of Melio's own servers, to which the last step of the quickstart leads.
const preload = new URL(
  "../../../packages/docs/test/samples/preload.js",
  import.meta.url,
).href;

let home: string;
let env: NodeJS.ProcessEnv;
let versions: Record<string, string>;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "rehearsal-pages-"));
  env = await createEnvironment({
    home: join(home, "user"),
    npmCache,
    registry,
    upstream,
  });
  await writeFile(join(home, "user/.curlrc"), "silent\nshow-error\n");
  versions = await testedVersions();
});
afterAll(() => rm(home, { recursive: true, force: true }));

test.concurrent.for(groups)("%s can be pasted", async (pages) => {
  const [page = ""] = pages;
  const ports = { server: await freePort(), mock: await freePort() };
  const cwd = join(home, page.replaceAll("/", "-"));
  await mkdir(cwd);
  // Wrangler needs a newer Node than this workspace.
  const PATH =
    page === "guides/workers"
      ? [newerNode, env["PATH"]].join(delimiter)
      : env["PATH"];
  const terminals = new Map<string, Terminal>();
  const terminalOf = (name: string) => {
    const open =
      terminals.get(name) ??
      openTerminal({
        cwd,
        env: {
          ...env,
          PATH,
          PORT: `${ports.server}`,
          NODE_OPTIONS: `--import=${preload}`,
          API_SERVERS: JSON.stringify(openapi.servers.map(({ url }) => url)),
          API_STAND_IN: `http://127.0.0.1:${ports.mock}/v1`,
        },
      });
    terminals.set(name, open);
    return open;
  };
  try {
    const blocks = (await Promise.all(pages.map(readPage))).flat();
    for (const [index, block] of blocks.entries()) {
      const { language, title } = block;
      const code = withPorts(withOwnValues(block.code), ports);
      if (language === "sh") {
        const command = terminalOf(title).run(withVersions(code));
        await check(command, blocks[index + 1], ports);
      } else if (title !== "" && title !== "Output") {
        expect(title, "a file's name").toMatch(/^[\w./-]*\.\w+$/);
        await mkdir(dirname(join(cwd, title)), { recursive: true });
        await writeFile(join(cwd, title), code);
      }
    }
    expect(blocks.map(({ title }) => title)).toContain("Output");
  } finally {
    for (const terminal of terminals.values()) await terminal.close();
  }
  // The page runs it as one develops it.
  if (page === "guides/nextjs") await tryProduction(cwd, env);
});

test("every page with code is followed, or said not to be", async () => {
  const files = await readdir(site, { recursive: true });
  const withCode: string[] = [];
  for (const file of files.filter((file) => file.endsWith(".html"))) {
    const html = await readFile(join(site, file), "utf8");
    if (/<div class="language-/.test(html))
      withCode.push(file.replace(/\.html$/, ""));
  }
  const followed = groups.flat();
  const reasonOf = (page: string) =>
    Object.keys(notFollowed).find(
      (name) => name === page || (name.endsWith("/") && page.startsWith(name)),
    );
  expect(withCode).toEqual(expect.arrayContaining(followed));
  const others = withCode.filter((page) => !followed.includes(page));
  expect(others.filter((page) => !reasonOf(page))).toEqual([]);
  const reasons = new Set(others.map(reasonOf));
  expect([...reasons].sort()).toEqual(Object.keys(notFollowed).sort());
});

interface Ports {
  readonly server: number;
  readonly mock: number;
}

const check = (command: Command, next: Block | undefined, ports: Ports) =>
  next?.title === "Output"
    ? command.prints(withPorts(next.code, ports))
    : command.ends();

/** Other tests may use the ports that the pages name. */
const withPorts = (code: string, { server, mock }: Ports) =>
  code.replace(/\b3000\b/g, `${server}`).replace(/\b4010\b/g, `${mock}`);

/** What a reader puts in place of the words in capitals, with the mock server in place of the sandbox. */
const withOwnValues = (code: string) =>
  code
    .replaceAll("YOUR_SANDBOX_KEY", "test-key")
    .replaceAll("YOUR_ACCOUNT_ID", "acc_123")
    .replaceAll(
      "--base-url https://api-sandbox.melio.com/v1",
      "--base-url http://127.0.0.1:4010/v1",
    );

/** Installs what was tested of others, so that their next version fails no test. */
const withVersions = (script: string) =>
  script.replace(/^npm install .*$/gm, (line) =>
    line.replace(/(?<= )(?!-|install)\S+/g, (wanted) => {
      const name = wanted.replace(/(?<=.)@\d+$/, "");
      expect(Object.keys(versions)).toContain(name);
      return `${name}@${versions[name]}`;
    }),
  );

/** Those of the packages that were released, and of what the projects depend on. */
async function testedVersions(): Promise<Record<string, string>> {
  const names = await readdir(projects);
  const manifests = await Promise.all(
    names
      // Its h3 is the one that Nuxt brings, and no page installs that.
      .filter((name) => name !== "nuxt")
      .map(async (name) =>
        JSON.parse(
          await readFile(join(projects, name, "package.json"), "utf8"),
        ),
      ),
  );
  return Object.assign(
    Object.fromEntries(published.map(({ name, version }) => [name, version])),
    ...manifests.map(({ dependencies, devDependencies }) => ({
      ...dependencies,
      ...devDependencies,
    })),
  );
}
