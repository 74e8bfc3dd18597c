import { spawnSync } from "node:child_process";
import { cpus } from "node:os";

// A server and what loads it must not share a core, or each would be measured with the other.
const canPin =
  process.platform === "linux" &&
  cpus().length > 1 &&
  spawnSync("taskset", ["--version"]).status === 0;

export const serverCore = 0;
export const loadCore = 1;

/**
 * @param {number} core
 * @param {string[]} command
 * @returns {string[]} the command, held to the core where the system can do that
 */
export function onCore(core, command) {
  return canPin ? ["taskset", "--cpu-list", String(core), ...command] : command;
}
