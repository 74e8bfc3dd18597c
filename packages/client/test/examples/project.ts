import { type ExecFileException, execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const preload = fileURLToPath(new URL("preload.js", import.meta.url));
const tsc = join(root, "node_modules/typescript/bin/tsc");

/** What a program printed, and how it ended. */
export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** A project of a user, in which the examples are files. */
export interface Project {
  directory: string;
  write(name: string, text: string): void;
  /** Compiles all files under strict settings, and gives the compiler's errors. */
  compile(): Promise<string>;
  node(file: string, env: Record<string, string>): Promise<Run>;
  remove(): void;
}

const installed = [
  "@melio-platform/mock-server",
  "@opentelemetry/api",
  "@opentelemetry/core",
  "@opentelemetry/instrumentation-undici",
  "@opentelemetry/sdk-trace-base",
  "@opentelemetry/sdk-trace-node",
  "@types/node",
  "undici",
];

export function createProject(): Project {
  const directory = mkdtempSync(join(tmpdir(), "examples-"));
  const link = (target: string, name: string) => {
    const path = join(directory, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path);
  };
  link(root, "@melio-platform/client");
  for (const name of installed) link(join(root, "node_modules", name), name);
  const project: Project = {
    directory,
    write: (name, text) => writeFileSync(join(directory, name), text),
    async compile() {
      const { stdout } = await run(directory, [tsc, "--pretty", "false"], {});
      return stdout;
    },
    node: (file, env) => run(directory, ["--import", preload, file], env),
    remove: () => rmSync(directory, { recursive: true }),
  };
  project.write("package.json", '{ "type": "module" }');
  project.write("tsconfig.json", JSON.stringify(tsconfig));
  return project;
}

const tsconfig = {
  compilerOptions: {
    target: "es2022",
    module: "node16",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    types: ["node"],
  },
};

function run(cwd: string, args: string[], env: Record<string, string>) {
  const { PATH = "" } = process.env;
  return new Promise<Run>((resolve) => {
    const onEnd = (
      error: ExecFileException | null,
      stdout: string,
      stderr: string,
    ) => resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    execFile(process.execPath, args, { cwd, env: { PATH, ...env } }, onEnd);
  });
}
