import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";

/**
 * What a command took, in seconds.
 *
 * @typedef {{ wall: number, cpu: number }} Time
 */

/**
 * Runs a command of a package, with the package's programs on the path.
 *
 * @param {string} command
 * @param {string} cwd
 * @returns {Time}
 */
export function timed(command, cwd) {
  const PATH = [join(cwd, "node_modules/.bin"), process.env["PATH"]].join(
    delimiter,
  );
  // Of what has ended, the shell alone can tell the processor time.
  const script = `TIMEFORMAT='%R %U %S'; time ( ${command} )`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
    cwd,
    env: { ...process.env, PATH, LC_ALL: "C" },
    encoding: "utf8",
    maxBuffer: 100_000_000,
  });
  if (status !== 0)
    throw new Error(`\`${command}\` ended with ${status}:\n${stdout}${stderr}`);
  const line = stderr.trim().split("\n").at(-1) ?? "";
  const [wall = 0, user = 0, system = 0] = line.split(" ").map(Number);
  return { wall, cpu: user + system };
}
