/**
 * A part of the benchmarks. What `run` gives is written to `results/<name>.json`, and its tables are
 * printed.
 *
 * @typedef {object} Suite
 * @property {() => Promise<Outcome>} run
 *
 * @typedef {object} Outcome
 * @property {import("./table.js").Table[]} tables
 * @property {unknown} results whatever JSON can hold
 * @property {string[]} missed the budgets that do not hold, a sentence each
 */

/**
 * Loaded only when asked for, since each suite installs its contestants first.
 *
 * @type {Record<string, () => Promise<Suite>>}
 */
export const suites = {
  cache: () => import("./cache/suite.js"),
  client: () => import("./client/suite.js"),
  mock: () => import("./mock/suite.js"),
  scale: () => import("./scale/suite.js"),
};
