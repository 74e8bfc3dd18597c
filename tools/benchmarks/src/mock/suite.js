import { installContestants } from "../install-contestants.js";
import { budgets } from "./budgets.js";
import { contestants, directory, names } from "./contestants.js";
import { measureInstalledSizes } from "./installed-size.js";
import { measure } from "./measure.js";
import { measureMemory } from "./memory.js";
import { tables } from "./tables.js";
import { measureWarmStart } from "./warm-start.js";

/** @returns {Promise<import("../suites.js").Outcome>} */
export async function run() {
  installContestants(directory);
  const all = contestants();
  const command = all.find(({ name }) => name === names.command);
  if (command === undefined) throw new Error(`no ${names.command}`);

  const results = {
    warmStart: await measureWarmStart(),
    measured: await measure(all),
    installed: measureInstalledSizes(),
    memory: await measureMemory(command),
  };
  return { tables: tables(results), results, missed: budgets(results) };
}
