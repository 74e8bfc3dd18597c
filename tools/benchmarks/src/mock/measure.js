import { median } from "../statistics.js";
import { load } from "./load.js";
import { startProcess } from "./server-process.js";

/**
 * @typedef {object} Measured
 * @property {string} name
 * @property {number} startup milliseconds from the start of the process to the first token
 * @property {number} startupCpu of these, milliseconds of processor time
 * @property {number} perSecond requests
 * @property {number} perCpuSecond requests by processor time, which other programs do not disturb
 * @property {number} peakMemory in MB, under that load
 */

const rounds = 3;
const starts = 7;
const warmUp = 2;
const seconds = 5;

/**
 * @param {import("./contestants.js").Contestant[]} contestants
 * @returns {Promise<Measured[]>} medians of interleaved rounds
 */
export async function measure(contestants) {
  const samples = contestants.map((contestant) => ({
    contestant,
    /** @type {number[]} */ startup: [],
    /** @type {number[]} */ startupCpu: [],
    /** @type {number[]} */ perSecond: [],
    /** @type {number[]} */ perCpuSecond: [],
    /** @type {number[]} */ peakMemory: [],
  }));
  for (let start = 0; start < starts; start += 1) {
    for (const sample of samples) {
      const server = await startProcess(sample.contestant);
      sample.startup.push(server.startup);
      sample.startupCpu.push(server.startupCpu);
      await server.stop();
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const sample of samples) {
      const server = await startProcess(sample.contestant);
      try {
        await load(server.url, warmUp);
        const before = server.cpu();
        const { count, failed } = await load(server.url, seconds);
        if (failed > 0) {
          throw new Error(
            `${sample.contestant.name} failed ${failed} requests`,
          );
        }
        sample.perSecond.push(count / seconds);
        sample.perCpuSecond.push(count / (server.cpu() - before));
        sample.peakMemory.push(server.peakMemory());
      } finally {
        await server.stop();
      }
    }
  }
  return samples.map(({ contestant, ...figures }) => ({
    name: contestant.name,
    startup: median(figures.startup),
    startupCpu: median(figures.startupCpu),
    perSecond: median(figures.perSecond),
    perCpuSecond: median(figures.perCpuSecond),
    peakMemory: median(figures.peakMemory),
  }));
}
