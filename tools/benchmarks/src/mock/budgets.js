import { names } from "./contestants.js";
import { growthPerRequest } from "./memory.js";

/**
 * @typedef {object} Results
 * @property {import("./measure.js").Measured[]} measured
 * @property {number} warmStart milliseconds
 * @property {import("./installed-size.js").Installed[]} installed
 * @property {import("./memory.js").Checkpoint[]} memory
 */

const longestStart = 300;
const longestWarmStart = 20;
const leastPerSecond = 7_000;
const leastRatio = 2.5;
const mostMemory = 120;
const mostInstalled = 10;
/** In bytes per request: a leak of anything would be more, the noise of a heap is less. */
const mostGrowth = 20;

/**
 * @param {Results} results
 * @returns {string[]} a sentence for each budget that does not hold
 */
export function budgets({ measured, warmStart, installed, memory }) {
  const figures = (/** @type {string} */ name) => {
    const found = measured.find((item) => item.name === name);
    if (found === undefined) throw new Error(`${name} was not measured`);
    return found;
  };
  const command = figures(names.command);
  const inProcess = figures(names.inProcess);
  const prism = figures(names.prismCommand);
  const prismInProcess = figures(names.prismInProcess);
  const ours = installed[0];

  /** @type {[boolean, string][]} */
  const checks = [
    [
      command.startup <= longestStart,
      `From start to first token: ${command.startup.toFixed(0)} ms, more than ${longestStart}.`,
    ],
    [
      warmStart <= longestWarmStart,
      `One more server: ${warmStart.toFixed(1)} ms, more than ${longestWarmStart}.`,
    ],
    [
      inProcess.perSecond >= leastPerSecond,
      `${inProcess.perSecond.toFixed(0)} requests a second, fewer than ${leastPerSecond}.`,
    ],
    [
      command.perSecond >= leastRatio * prism.perSecond,
      `The command serves ${(command.perSecond / prism.perSecond).toFixed(2)} times as many as prism-cli, less than ${leastRatio} times.`,
    ],
    [
      inProcess.perSecond >= prismInProcess.perSecond,
      `${inProcess.perSecond.toFixed(0)} requests a second, Prism's own server ${prismInProcess.perSecond.toFixed(0)}.`,
    ],
    [
      command.peakMemory <= mostMemory,
      `${command.peakMemory.toFixed(0)} MB under load, more than ${mostMemory}.`,
    ],
    [
      ours !== undefined &&
        ours.megabytes <= mostInstalled &&
        ours.installScripts.length === 0,
      `Installed: ${ours?.megabytes.toFixed(1)} MB, install scripts: ${ours?.installScripts.join(", ") || "none"}.`,
    ],
    [
      growthPerRequest(memory) <= mostGrowth,
      `Memory grew by ${growthPerRequest(memory).toFixed(1)} bytes per request.`,
    ],
  ];
  return checks.filter(([holds]) => !holds).map(([, sentence]) => sentence);
}
