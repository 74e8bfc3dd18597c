import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
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
 * @property {number} cpu microseconds of its process's processor time in one call: the median of
 *   the rounds, and what a busy machine distorts least
 * @property {Turn[]} turns
 *
 * @typedef {{ microseconds: number, cpu: number }} Turn of one call
 */

/**
 * Sequential calls over loopback, each contestant in a process of its own. Each round gives every
 * contestant a turn, in an order that changes, so that whatever else the machine does meanwhile hits
 * all of them alike; one at a time.
 *
 * @param {readonly import("./contestant.js").Contestant[]} contestants the yardstick first
 * @param {import("./contestant.js").Server} server
 * @returns {Promise<TimeOf[]>}
 */
export async function measureTimes(contestants, server) {
  const runners = contestants.map(({ name }) => ({
    name,
    turns: /** @type {Turn[]} */ ([]),
    ...startRunner(name, server),
  }));
  try {
    for (const { takeTurn } of runners) await takeTurn(warmUpCalls);
    for (let round = 0; round < rounds; round++) {
      const first = round % runners.length;
      const order = [...runners.slice(first), ...runners.slice(0, first)];
      if (round % 2 === 1) order.reverse();
      for (const { takeTurn, turns } of order)
        turns.push(await takeTurn(callsPerTurn));
    }
  } finally {
    for (const { stop } of runners) stop();
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
 * @param {string} name
 * @param {import("./contestant.js").Server} server
 */
function startRunner(name, { origin, baseUrl }) {
  const child = fork(
    fileURLToPath(new URL("time-process.js", import.meta.url)),
    [name, origin, baseUrl],
  );
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The process of ${name} ended with ${code}`);
  });
  ended.catch(() => {}); // told by takeTurn, and expected after stop
  return {
    /** @param {number} calls @returns {Promise<Turn>} */
    async takeTurn(calls) {
      child.send(calls);
      const [turn] = await Promise.race([once(child, "message"), ended]);
      return turn;
    },
    stop: () => child.kill(),
  };
}
