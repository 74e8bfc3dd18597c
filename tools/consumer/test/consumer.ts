import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  /** Deletes the project. */
  remove(): Promise<void>;
}

/** The compilers that the types are tried with: the newest, and the last one written in JavaScript. */
export const compilers = ["typescript", "typescript-5"] as const;
type Compiler = (typeof compilers)[number];

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
