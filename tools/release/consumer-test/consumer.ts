import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const workspace = fileURLToPath(new URL("../../..", import.meta.url));
const tools = fileURLToPath(new URL("../node_modules", import.meta.url));

/** An empty project outside the workspace, with packed packages installed. */
export interface Consumer {
  /** Writes a file of the project. */
  write(name: string, text: string): Promise<void>;
  /** Runs Node in the project and gives what it printed. */
  node(...args: string[]): Promise<string>;
  /** Runs a compiler in the project and gives its errors, one a line, none if it compiles. */
  compile(compiler: Compiler, tsconfig: object): Promise<string>;
  /** The files of an installed package, as paths below it. */
  files(name: string): Promise<string[]>;
  /** The package.json of an installed package. */
  manifest(name: string): Promise<Manifest>;
  /** Deletes the project. */
  remove(): Promise<void>;
}

/** What the tests look at of a package.json. */
export interface Manifest {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  scripts?: Record<string, string>;
}

/** The compilers that the types are tried with: the newest, and the last one written in JavaScript. */
export const compilers = ["typescript", "typescript-5"] as const;
type Compiler = (typeof compilers)[number];

/** Settings for {@link Consumer.compile} of `consumer.ts`, as strict as a careful consumer's. */
export const strictConfig = (settings: object) => ({
  compilerOptions: {
    ...settings,
    target: "es2022",
    strict: true,
    skipLibCheck: false,
    noEmit: true,
  },
  files: ["consumer.ts"],
});

/** Packs the packages in these folders of the workspace and installs the tarballs. */
export async function createConsumer(...folders: string[]): Promise<Consumer> {
  const directory = await mkdtemp(join(tmpdir(), "consumer-"));
  const inProject = { cwd: directory };
  const dependencies: Record<string, string> = {};
  for (const folder of folders) {
    const { stdout } = await run(
      "pnpm",
      ["pack", "--json", "--pack-destination", directory],
      { cwd: join(workspace, folder) },
    );
    const packed: { name: string; filename: string } = JSON.parse(stdout);
    dependencies[packed.name] = `file:${packed.filename}`;
  }
  const consumer: Consumer = {
    write: (name, text) => writeFile(join(directory, name), text),
    async node(...args) {
      return (await run(process.execPath, args, inProject)).stdout;
    },
    async compile(compiler, tsconfig) {
      await consumer.write("tsconfig.json", JSON.stringify(tsconfig));
      const tsc = join(tools, compiler, "bin/tsc");
      const result = run(
        process.execPath,
        [tsc, "--pretty", "false"],
        inProject,
      );
      return (await result.catch((error: { stdout: string }) => error)).stdout;
    },
    async files(name) {
      const root = join(directory, "node_modules", name);
      const entries = await readdir(root, {
        recursive: true,
        withFileTypes: true,
      });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)))
        .filter((path) => !path.startsWith("node_modules"));
    },
    async manifest(name) {
      const path = join(directory, "node_modules", name, "package.json");
      return JSON.parse(await readFile(path, "utf8"));
    },
    remove: () => rm(directory, { recursive: true }),
  };
  const manifest = { private: true, type: "module", dependencies };
  await consumer.write("package.json", JSON.stringify(manifest));
  await run(
    "pnpm",
    ["install", "--prefer-offline", "--ignore-workspace"],
    inProject,
  );
  return consumer;
}
