import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { installContestants } from "../install-contestants.js";
import { budgets } from "./budgets.js";
import { measureMemory } from "./memory.js";
import { measureSizes } from "./sizes.js";
import { startServer } from "./start-server.js";
import { tables } from "./tables.js";
import { measureTimes } from "./times.js";

const directory = new URL("./contestants/", import.meta.url);

/** @returns {Promise<import("../suites.js").Outcome>} */
export async function run() {
  installContestants(directory);
  execFileSync(
    process.execPath,
    [fileURLToPath(new URL("generate.js", directory))],
    { stdio: ["ignore", process.stderr, process.stderr] },
  );
  // Only there from here on, which is why the type checker of the workspace does not follow.
  const { contestants } = await import(`${directory}all.js`);
  const bundler = await import(`${directory}bundle.js`);

  const sizes = measureSizes(contestants, bundler);
  const server = await startServer();
  try {
    const times = await measureTimes(contestants, server);
    const memory = await measureMemory(server);
    const results = { sizes, times, memory };
    return { tables: tables(results), results, missed: budgets(results) };
  } finally {
    server.stop();
  }
}
