import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);
const installation = fileURLToPath(new URL("../../programs", import.meta.url));

/** A module of the package of other people's programs, which is no part of the workspace. */
export const requireProgram = createRequire(join(installation, "package.json"));

/** The path of a command in that package. */
export const commandPath = (path: string) =>
  join(installation, "node_modules", path);

/** What a program printed, and its exit code. */
export interface Printed {
  readonly code: number;
  readonly output: string;
}

/** Runs a JavaScript program to its end, whatever its exit code. */
export async function runProgram(
  path: string,
  args: readonly string[],
  cwd: string,
): Promise<Printed> {
  try {
    const { stdout, stderr } = await execute(
      process.execPath,
      [path, ...args],
      { cwd, timeout: 100_000, killSignal: "SIGKILL" },
    );
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Printed & {
      stdout?: string;
      stderr?: string;
    };
    if (typeof code !== "number") throw error;
    return { code, output: `${stdout}${stderr}` };
  }
}
