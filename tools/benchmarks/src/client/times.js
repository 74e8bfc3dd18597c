import { loadCore } from "../cores.js";
import { median } from "../statistics.js";
import { startProcess } from "./start-process.js";

/**
 * @typedef {object} TimeOf
 * @property {string} name
 * @property {number} microseconds of one call
 * @property {number} ratio to the first contestant in the same round
 * @property {number} cpu microseconds of processor time in one call
 * @property {readonly Turn[]} turns
 *
 * @typedef {{ microseconds: number, cpu: number }} Turn of one call
 */

/**
 * Sequential calls over loopback. Each round gives every contestant a short turn, in an order that
 * changes, and compares it with the yardstick's turn of the same round, so that whatever else the
 * machine does meanwhile hits all of them alike.
 *
 * @param {readonly import("./contestant.js").Contestant[]} contestants the yardstick first
 * @param {import("./contestant.js").Server} server
 * @returns {Promise<TimeOf[]>}
 */
export async function measureTimes(contestants, { origin, baseUrl }) {
  const { message, stop } = await startProcess(
    loadCore,
    new URL("time-process.js", import.meta.url),
    [origin, baseUrl],
  );
  stop();
  /** @type {Turn[][]} of each contestant */
  const all = message;
  const [yardstick = []] = all;
  return contestants.map(({ name }, index) => {
    const turns = all[index] ?? [];
    return {
      name,
      microseconds: median(turns.map((turn) => turn.microseconds)),
      ratio: median(
        turns.map(
          (turn, round) =>
            turn.microseconds / (yardstick[round]?.microseconds ?? Number.NaN),
        ),
      ),
      cpu: median(turns.map((turn) => turn.cpu)),
      turns,
    };
  });
}
