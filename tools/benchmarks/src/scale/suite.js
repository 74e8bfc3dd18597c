import { mkdirSync, writeFileSync } from "node:fs";
import { installContestants } from "../install-contestants.js";
import { directory } from "../mock/contestants.js";
import { budgets } from "./budgets.js";
import { measure } from "./measure.js";
import { plot } from "./plot.js";
import { tables } from "./tables.js";

const sizes = [1, 10, 100, 1_000];

/** @returns {Promise<import("../suites.js").Outcome>} */
export async function run() {
  // For what loads the mock server.
  installContestants(directory);
  const measured = [];
  for (const operations of sizes) measured.push(await measure(operations));

  const results = new URL("../../results/", import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL("scale.svg", results), plot(measured));
  return {
    tables: tables(measured),
    results: { measured },
    missed: budgets(measured),
  };
}
