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
 * @property {import("./budget.js").Budget[]} ratios
 */

/**
 * Loaded only when asked for, since each suite installs its contestants first.
 *
 * @type {Record<string, () => Promise<Suite>>}
 */
export const suites = {
  cache: () => import("./cache.js"),
  client: () => import("./client.js"),
  mock: () => import("./mock.js"),
  redis: () => import("./redis.js"),
  scale: () => import("./scale.js"),
};
