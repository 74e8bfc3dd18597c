import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { median } from "../statistics.js";

/** Enough for the runtime to have optimized what a program that stays up runs. */
const warmUpCalls = 2_500;
/** Two processes of one program differ by more than two programs do: each contestant gets many. */
const generations = 7;
const rounds = 12;
const callsPerTurn = 100;

/**
 * @typedef {object} TimeOf
 * @property {string} name
 * @property {number} microseconds of one call
 * @property {number} ratio to the first contestant in the same generation
 * @property {number} cpu microseconds of its process's processor time in one call
 * @property {Turn[][]} generations the turns of each process
 *
 * @typedef {{ microseconds: number, cpu: number }} Turn of one call
 */

/**
 * Sequential calls over loopback, each contestant in a process of its own, which is started anew for
 * each generation. Each round gives every contestant a turn, in an order that changes, so that
 * whatever else the machine does meanwhile hits all of them alike; one at a time. A process counts
 * with its fastest turn, the one that was disturbed least, a contestant with the median of its
 * processes.
 *
 * @param {readonly import("./contestant.js").Contestant[]} contestants the yardstick first
 * @param {import("./contestant.js").Server} server
 * @returns {Promise<TimeOf[]>}
 */
export async function measureTimes(contestants, server) {
  /** @type {Turn[][][]} of each contestant in each generation */
  const turns = [];
  for (let generation = 0; generation < generations; generation++)
    turns.push(await measureGeneration(contestants, server));
  return contestants.map(({ name }, index) => {
    const own = turns.map((generation) => generation[index] ?? []);
    return {
      name,
      microseconds: median(own.map(fastest("microseconds"))),
      ratio: median(
        turns.map(
          (generation) =>
            fastest("microseconds")(generation[index] ?? []) /
            fastest("microseconds")(generation[0] ?? []),
        ),
      ),
      cpu: median(own.map(fastest("cpu"))),
      generations: own,
    };
  });
}

/** @param {keyof Turn} of */
const fastest = (of) => (/** @type {readonly Turn[]} */ turns) =>
  Math.min(...turns.map((turn) => turn[of]));

/**
 * @param {readonly import("./contestant.js").Contestant[]} contestants
 * @param {import("./contestant.js").Server} server
 * @returns {Promise<Turn[][]>} the turns of each contestant
 */
async function measureGeneration(contestants, server) {
  const runners = contestants.map(({ name }) => ({
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
  return runners.map(({ turns }) => turns);
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
