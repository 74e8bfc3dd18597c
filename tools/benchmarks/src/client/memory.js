import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** @typedef {{ calls: number, heap: number }} Checkpoint heap in bytes, after garbage collection */

/**
 * The client's memory over many calls, in a process of its own.
 *
 * @param {import("./contestant.js").Server} server
 * @returns {Promise<Checkpoint[]>}
 */
export async function measureMemory({ baseUrl }) {
  const child = fork(
    fileURLToPath(new URL("memory-process.js", import.meta.url)),
    [baseUrl],
    { execArgv: ["--expose-gc"] },
  );
  const [checkpoints] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => {
      throw new Error(`The process that measures memory ended with ${code}`);
    }),
  ]);
  child.disconnect();
  return checkpoints;
}

/**
 * How much the heap grew between the end of the warm-up and the last checkpoint.
 *
 * @param {readonly Checkpoint[]} checkpoints
 * @returns {number} in bytes per call
 */
export function growthPerCall(checkpoints) {
  const first = checkpoints[0];
  const last = checkpoints.at(-1);
  return first && last && last.calls > first.calls
    ? (last.heap - first.heap) / (last.calls - first.calls)
    : Number.NaN;
}
