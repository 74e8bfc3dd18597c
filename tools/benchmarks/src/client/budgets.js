import { growthPerCall } from "./memory.js";
import { ours } from "./sizes.js";

/**
 * @typedef {object} Results
 * @property {import("./sizes.js").SizeOf[]} sizes
 * @property {import("./times.js").TimeOf[]} times
 * @property {import("./own-share.js").ShareOf[]} ownShare
 * @property {import("./memory.js").Checkpoint[]} memory
 */

const largestSize = 6_800;
const largestRatio = 1.25;
/** In bytes per call: a leak of anything would be more, the noise of a heap is less. */
const largestGrowth = 10;
/**
 * Contestants that a call of ours must not be slower than. They do the same work: those that come
 * without a time limit are held against ours with one, whose signal costs each of them alike.
 */
const slower = [
  "hey-api, with a timeout",
  "redocly, set as ours",
  "ky",
  "openai",
  "stripe over fetch",
];

/**
 * @param {Results} results
 * @returns {string[]} a sentence for each budget that does not hold
 */
export function budgets({ sizes, times, memory }) {
  const missed = [];
  const size = sizes.find(({ name }) => name === ours)?.gzipped ?? Number.NaN;
  if (!(size <= largestSize))
    missed.push(`The client is ${size} bytes, more than ${largestSize}.`);

  const ratio = times.find(({ name }) => name === ours)?.ratio ?? Number.NaN;
  if (!(ratio <= largestRatio))
    missed.push(
      `A call costs ${ratio.toFixed(2)} times a bare fetch, more than ${largestRatio}.`,
    );
  for (const peer of times) {
    const isSlower = slower.includes(peer.name);
    if (isSlower && !(ratio < peer.ratio))
      missed.push(
        `A call costs ${ratio.toFixed(2)} times a bare fetch, one of ${peer.name} ${peer.ratio.toFixed(2)}.`,
      );
  }

  const growth = growthPerCall(memory);
  if (!(growth <= largestGrowth))
    missed.push(`The heap grew by ${growth.toFixed(1)} bytes per call.`);
  return missed;
}
