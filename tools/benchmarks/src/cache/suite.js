import { measureCrowds } from "./crowds.js";
import { measureTimes } from "./times.js";

/** Of a cached get over a bare look-up, in nanoseconds. */
const mostOver = 1_000;

/** @returns {Promise<import("../suites.js").Outcome>} */
export async function run() {
  const times = await measureTimes();
  const crowds = await measureCrowds();
  const missed = [
    ...times
      .filter(({ over }) => !(over <= mostOver))
      .map(
        ({ name, over }) =>
          `${name} takes ${over.toFixed(0)} ns over a Map and a promise, more than ${mostOver}.`,
      ),
    ...crowds
      .filter(({ mints, least }) => mints !== least)
      .map(
        ({ name, mints, least }) => `${name}: ${mints} mints, not ${least}.`,
      ),
  ];
  const tables = [
    {
      title: "A cached token: medians of interleaved rounds",
      columns: ["way", "nanoseconds", "over a Map and a promise"],
      rows: times.map(({ name, nanoseconds, over }) => [
        name,
        nanoseconds.toFixed(0),
        over.toFixed(0),
      ]),
    },
    {
      title: "Callers who come at once",
      columns: ["crowd", "mints", "milliseconds"],
      rows: crowds.map(({ name, mints, milliseconds }) => [
        name,
        mints,
        milliseconds.toFixed(0),
      ]),
    },
  ];
  return { tables, results: { times, crowds }, missed };
}
