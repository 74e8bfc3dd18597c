// `pnpm bench`: all suites; `pnpm bench client`: one of them. The tables go to stdout, the figures
// to results/<suite>.json. A budget that does not hold is a line to read, not a failure.
import { mkdirSync, writeFileSync } from "node:fs";
import { budgetTable, formatTable } from "./table.js";

/**
 * A part of the benchmarks. The results are written to `results/<name>.json`, and the tables are printed.
 *
 * @typedef {object} Suite
 * @property {() => Promise<Outcome>} run
 *
 * @typedef {object} Outcome
 * @property {import("./table.js").Table[]} tables
 * @property {unknown} results whatever JSON can hold
 * @property {import("./table.js").Budget[]} ratios
 */

/**
 * Loaded on demand, because each suite installs its contestants first.
 *
 * @type {Record<string, () => Promise<Suite>>}
 */
const suites = {
  cache: () => import("./cache.js"),
  client: () => import("./client.js"),
  mock: () => import("./mock.js"),
  redis: () => import("./redis.js"),
  scale: () => import("./scale.js"),
};

const names =
  process.argv.length > 2 ? process.argv.slice(2) : Object.keys(suites);
const unknown = names.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(
    `There is no suite "${unknown.join('", "')}". Suites: ${Object.keys(suites).join(", ")}.`,
  );
  process.exit(2);
}

const directory = new URL("../results/", import.meta.url);
mkdirSync(directory, { recursive: true });
for (const name of names) {
  const load = /** @type {(typeof suites)[string]} */ (suites[name]);
  const { tables, results, ratios } = await (await load()).run();
  for (const table of [...tables, budgetTable(ratios)])
    console.log(`\n${formatTable(table)}`);
  const about = {
    date: new Date().toISOString(),
    node: process.version,
    ratios,
  };
  writeFileSync(
    new URL(`${name}.json`, directory),
    `${JSON.stringify({ ...about, ...Object(results) }, undefined, 2)}\n`,
  );
  console.log(`\nWritten to tools/benchmarks/results/${name}.json`);
}
