import { load } from "./load.js";
import { startProcess } from "./server-process.js";

/** @typedef {{ requests: number, resident: number }} Checkpoint */

const million = 1_000_000;
const seconds = 10;

/**
 * Loads one server with a million requests, each with an idempotency key of its own.
 *
 * @param {import("./contestants.js").Contestant} contestant
 * @returns {Promise<Checkpoint[]>} what is resident, in MB, from time to time
 */
export async function measureMemory(contestant) {
  const server = await startProcess(contestant);
  /** @type {Checkpoint[]} */
  const checkpoints = [];
  let requests = 0;
  try {
    while (requests < million) {
      requests += (await load(server.url, seconds)).count;
      checkpoints.push({ requests, resident: server.memory() });
    }
  } finally {
    await server.stop();
  }
  return checkpoints;
}

/**
 * Between the first and the second half, since a heap takes its time to find its size.
 *
 * @param {Checkpoint[]} checkpoints
 * @returns {number} bytes more per request
 */
export function growthPerRequest(checkpoints) {
  const middle = checkpoints[Math.floor(checkpoints.length / 2)];
  const last = checkpoints.at(-1);
  if (middle === undefined || last === undefined || middle === last) {
    return Number.NaN;
  }
  return (
    ((last.resident - middle.resident) * 1_048_576) /
    (last.requests - middle.requests)
  );
}
