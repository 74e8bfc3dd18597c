import { median } from "../statistics.js";
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
 * Between the second third and the last: a heap takes its time to find its size, and goes up and down
 * between collections.
 *
 * @param {Checkpoint[]} checkpoints
 * @returns {number} bytes more per request
 */
export function growthPerRequest(checkpoints) {
  const third = Math.floor(checkpoints.length / 3);
  const middle = checkpoints.slice(third, 2 * third);
  const last = checkpoints.slice(2 * third);
  const megabytes =
    median(last.map(({ resident }) => resident)) -
    median(middle.map(({ resident }) => resident));
  const requests =
    median(last.map((item) => item.requests)) -
    median(middle.map((item) => item.requests));
  return (megabytes * 1_048_576) / requests;
}
