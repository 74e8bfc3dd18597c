import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** In milliseconds; what has not ended by then is killed. */
const longestRun = 280_000;

/** Where a program runs, and what it is told of its surroundings. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs a program and gives what it printed.
 *
 * @throws Error with all that it printed, if it does not end with 0
 */
export async function run(
  program: string,
  args: readonly string[],
  surroundings: Surroundings,
): Promise<string> {
  try {
    const { stdout } = await execute(program, args, {
      ...surroundings,
      timeout: longestRun,
      killSignal: "SIGKILL",
      maxBuffer: 100_000_000,
    });
    return stdout;
  } catch (cause) {
    const { code, signal, stdout, stderr } = cause as Failure;
    throw new Error(
      `${program} ${args.join(" ")} ended with ${signal ?? code}:\n${stdout}${stderr}`,
    );
  }
}

interface Failure {
  readonly code?: number | string;
  readonly signal?: string | null;
  readonly stdout?: string;
  readonly stderr?: string;
}
