import { median } from "../statistics.js";

const warmUpCalls = 1_000;
const rounds = 60;
const callsPerTurn = 200;

/**
 * @typedef {object} TimeOf
 * @property {string} name
 * @property {number} microseconds of one call: the median of the rounds
 * @property {number} ratio to the first contestant in the same round: the median of the rounds
 * @property {number[]} perRound microseconds of one call
 */

/**
 * Sequential calls over loopback. Each round gives every contestant a turn, in an order that
 * changes, so that whatever else the machine does meanwhile hits all of them alike.
 *
 * @param {readonly import("./contestant.js").Contestant[]} contestants the yardstick first
 * @param {import("./contestant.js").Server} server
 * @returns {Promise<TimeOf[]>}
 */
export async function measureTimes(contestants, server) {
  const runners = contestants.map(({ name, connect }) => ({
    name,
    mint: connect(server),
    perRound: /** @type {number[]} */ ([]),
  }));
  for (const { mint } of runners) await timeOfCall(mint, warmUpCalls);
  for (let round = 0; round < rounds; round++) {
    const first = round % runners.length;
    const order = [...runners.slice(first), ...runners.slice(0, first)];
    if (round % 2 === 1) order.reverse();
    for (const { mint, perRound } of order)
      perRound.push(await timeOfCall(mint, callsPerTurn));
  }
  const yardstick = runners[0]?.perRound ?? [];
  return runners.map(({ name, perRound }) => ({
    name,
    microseconds: median(perRound),
    ratio: median(
      perRound.map((time, round) => time / (yardstick[round] ?? Number.NaN)),
    ),
    perRound,
  }));
}

/**
 * @param {() => Promise<string>} mint
 * @param {number} calls
 * @returns {Promise<number>} in microseconds
 */
async function timeOfCall(mint, calls) {
  const start = performance.now();
  for (let call = 0; call < calls; call++) await mint();
  return ((performance.now() - start) * 1_000) / calls;
}
