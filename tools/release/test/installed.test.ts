import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { startInstalledMock } from "./support/installed-mock.js";
import { compilers, tscOf } from "./support/programs.js";
import {
  createProject,
  type Manager,
  managers,
  type Project,
} from "./support/project.js";

const release = inject("release");
const { published } = release;
const fixture = (name: string) =>
  fileURLToPath(new URL(`../consumer/${name}`, import.meta.url));

const cases = compilers.flatMap((compiler) => [
  { compiler, module: "node16", moduleResolution: "node16", types: "the DOM" },
  { compiler, module: "nodenext", moduleResolution: "nodenext", types: "Node" },
  { compiler, module: "esnext", moduleResolution: "bundler", types: "the DOM" },
]);
// TypeScript 7 has no such resolution any more, and 6 deprecates it.
const node10 = compilers
  .filter((compiler) => /5\.\d/.test(compiler))
  .map((compiler) => ({
    compiler,
    module: "commonjs",
    moduleResolution: "node10",
    types: "the DOM",
  }));
/** How packages are laid out differs by manager, which is seen by one compiler. The newest is the fastest by far. */
const casesOf = (manager: Manager) =>
  manager === "pnpm" ? [...cases, ...node10] : cases.slice(-1);

// In a package without "type": "module" the same program is CommonJS.
const programs = ["consumer.ts", "commonjs/consumer.ts", "types-example.ts"];
const typeRoots = [
  fileURLToPath(new URL("../node_modules/@types", import.meta.url)),
];
const tsconfig = ({
  module,
  moduleResolution,
  types,
}: (typeof cases)[number]) =>
  JSON.stringify({
    compilerOptions: {
      module,
      moduleResolution,
      ...(types === "Node"
        ? { lib: ["es2022", "esnext.disposable"], types: ["node"], typeRoots }
        : { lib: ["es2022", "dom", "esnext.disposable"], types: [] }),
      target: "es2022",
      strict: true,
      exactOptionalPropertyTypes: true,
      // Checks the declarations of the packages, and not those that the compiler itself brings.
      skipLibCheck: false,
      skipDefaultLibCheck: true,
      noEmit: true,
    },
    files: programs,
  });

/** The first example in JavaScript or TypeScript of an installed package's README. */
async function firstExample(project: Project, name: string): Promise<string> {
  const readme = await project.installed(name, "README.md");
  const example = /^```[jt]s\n(.*?)^```/ms.exec(readme)?.[1] ?? "";
  expect(example).toContain(`from "${name}"`);
  return example;
}

describe.for(managers)("installed with %s", (manager) => {
  let project: Project;
  beforeAll(async () => {
    project = await createProject(manager, release, published);
    const consumer = await readFile(fixture("consumer.ts"), "utf8");
    await project.write("consumer.ts", consumer);
    await mkdir(join(project.directory, "commonjs"));
    await project.write("commonjs/consumer.ts", consumer);
    await project.write("commonjs/package.json", "{}\n");
    await project.write(
      "types-example.ts",
      await firstExample(project, "@melio-platform/types"),
    );
    await project.write(
      "servers-are-the-mock.js",
      await readFile(fixture("servers-are-the-mock.js"), "utf8"),
    );
  });
  afterAll(() => project.remove());

  // Side by side, each with a tsconfig.json of its own. The program says itself what must not compile.
  test.concurrent.for(casesOf(manager))(
    "consumers compile with $compiler, $moduleResolution, the types of $types",
    async (settings, { expect }) => {
      const config = `tsconfig-${crypto.randomUUID()}.json`;
      await project.write(config, tsconfig(settings));
      const tsc = tscOf(settings.compiler);
      const args = ["--project", config, "--pretty", "false"];
      expect(await project.run(process.execPath, tsc, ...args)).toBe("");
    },
  );

  test("the client's first example mints a token from the command melio-mock", async () => {
    // As it stands: it has no syntax that only TypeScript knows.
    const example = await firstExample(project, "@melio-platform/client");
    await project.write("example.js", example);
    const mock = await startInstalledMock(project.directory);
    const printed = await project.run(
      "env",
      `MOCK_BASE_URL=${mock.baseUrl}`,
      "MELIO_API_KEY=sk_rehearsal",
      process.execPath,
      "--no-warnings",
      "--import=./servers-are-the-mock.js",
      "example.js",
    );
    const [accessToken = "", expiresAt = ""] = printed.trim().split(" ");
    expect(accessToken).not.toBe("");
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    const response = await fetch(`${mock.url}/__mock/requests`);
    expect(await response.text()).toContain("acc_123");
    expect(await mock.stop()).toBe(0);
  });

  test("the mock server's first example mints one in its own process", async () => {
    const example = await firstExample(project, "@melio-platform/mock-server");
    await project.write("mock-example.js", example);
    const printed = await project.run(process.execPath, "mock-example.js");
    expect(printed).toMatch(/^\S+ true\n$/);
  });
});

describe.for(managers)("the client alone, installed with %s", (manager) => {
  let project: Project;
  beforeAll(async () => {
    project = await createProject(
      manager,
      release,
      published.filter(({ name }) => name === "@melio-platform/client"),
    );
  });
  afterAll(() => project.remove());

  test("brings openapi-fetch and its helper", async () => {
    const names = (await project.tree()).map((id) => id.replace(/@[^@]+$/, ""));
    expect(names).toEqual([
      "@melio-platform/client",
      "openapi-fetch",
      "openapi-typescript-helpers",
    ]);
  });
});
