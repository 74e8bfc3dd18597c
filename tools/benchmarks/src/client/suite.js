import { budgets } from "./budgets.js";
import { measureMemory } from "./memory.js";
import { measureOwnShare } from "./own-share.js";
import { prepareContestants } from "./prepare.js";
import { measureSizes } from "./sizes.js";
import { startServer } from "./start-server.js";
import { tables } from "./tables.js";
import { measureTimes } from "./times.js";

/** @returns {Promise<import("../suites.js").Outcome>} */
export async function run() {
  const { contestants, bundler } = await prepareContestants();
  const sizes = measureSizes(contestants, bundler);
  const server = await startServer();
  try {
    const times = await measureTimes(contestants, server);
    const ownShare = await measureOwnShare(contestants, server);
    const memory = await measureMemory(server);
    const results = { sizes, times, ownShare, memory };
    return { tables: tables(results), results, missed: budgets(results) };
  } finally {
    server.stop();
  }
}
