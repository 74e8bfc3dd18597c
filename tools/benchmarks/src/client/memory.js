import { loadCore } from "../cores.js";
import { median } from "../statistics.js";
import { startProcess } from "./start-process.js";

/** @typedef {{ calls: number, heap: number }} Checkpoint heap in bytes, after garbage collection */

/**
 * The client's memory over many calls, in a process of its own.
 *
 * @param {import("./contestant.js").Server} server
 * @returns {Promise<Checkpoint[]>}
 */
export async function measureMemory({ baseUrl }) {
  const { message, stop } = await startProcess(
    loadCore,
    new URL("memory-process.js", import.meta.url),
    [baseUrl],
    ["--expose-gc"],
  );
  stop();
  return message;
}

/**
 * How much the heap grew from the first half of the checkpoints to the second. Their medians, since
 * a collection now and then leaves a megabyte behind that the next one takes.
 *
 * @param {readonly Checkpoint[]} checkpoints
 * @returns {number} in bytes per call
 */
export function growthPerCall(checkpoints) {
  const half = checkpoints.length >> 1;
  /** @param {readonly Checkpoint[]} some */
  const middle = (some) => ({
    calls: median(some.map(({ calls }) => calls)),
    heap: median(some.map(({ heap }) => heap)),
  });
  const first = middle(checkpoints.slice(0, half));
  const second = middle(checkpoints.slice(half));
  return (second.heap - first.heap) / (second.calls - first.calls);
}
