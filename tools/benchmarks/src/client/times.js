import { median } from "../statistics.js";

/** Enough for the runtime to have optimized what a program that stays up runs. */
const warmUpCalls = 4_000;
const rounds = 50;
const callsPerTurn = 100;

/**
 * @typedef {object} TimeOf
 * @property {string} name
 * @property {number} microseconds of one call: the median of the rounds
 * @property {number} ratio to the first contestant in the same round: the median of the rounds
 * @property {number} cpu microseconds of this process's processor time in one call: the median of
 *   the rounds, and what a busy machine distorts least
 * @property {Turn[]} turns
 *
 * @typedef {{ microseconds: number, cpu: number }} Turn of one call
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
    turns: /** @type {Turn[]} */ ([]),
  }));
  for (const { mint } of runners) await takeTurn(mint, warmUpCalls);
  for (let round = 0; round < rounds; round++) {
    const first = round % runners.length;
    const order = [...runners.slice(first), ...runners.slice(0, first)];
    if (round % 2 === 1) order.reverse();
    for (const { mint, turns } of order)
      turns.push(await takeTurn(mint, callsPerTurn));
  }
  const yardstick = runners[0]?.turns ?? [];
  return runners.map(({ name, turns }) => ({
    name,
    microseconds: median(turns.map(({ microseconds }) => microseconds)),
    ratio: median(
      turns.map(
        ({ microseconds }, round) =>
          microseconds / (yardstick[round]?.microseconds ?? Number.NaN),
      ),
    ),
    cpu: median(turns.map(({ cpu }) => cpu)),
    turns,
  }));
}

/**
 * @param {() => Promise<string>} mint
 * @param {number} calls
 * @returns {Promise<Turn>}
 */
async function takeTurn(mint, calls) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let call = 0; call < calls; call++) await mint();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return {
    microseconds: (milliseconds * 1_000) / calls,
    cpu: (user + system) / calls,
  };
}
