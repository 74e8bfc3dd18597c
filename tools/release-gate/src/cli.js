// Fails when the next versions would not tell the truth: `npx -y pnpm@12 release:check`.

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/**
 * @typedef {(root: string) => Promise<{ notes: string[], problems: string[] }>} Check
 */

// Loaded one by one: API Extractor and TypeScript take a second.
/** @type {Record<string, { title: string, load: () => Promise<Check> }>} */
const checks = {
  changesets: {
    title: "each changed package has a changeset",
    load: async () => (await import("./checks/changesets.js")).checkChangesets,
  },
  reports: {
    title: "the TypeScript surface is the reviewed one",
    load: async () => (await import("./checks/reports.js")).checkReports,
  },
  bumps: {
    title: "the bumps are high enough",
    load: async () => (await import("./checks/bumps.js")).checkBumps,
  },
};

// Until all is done, so that nothing that ends this process early passes for a success.
process.exitCode = 1;

const { values, positionals } = parseArgs({
  options: { root: { type: "string" } },
  allowPositionals: true,
});
const root = values.root ?? fileURLToPath(new URL("../../..", import.meta.url));
const unknown = positionals.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(
    `No check is named ${unknown.join(", ")}. Expected some of ${Object.keys(checks).join(", ")}, or none for all.`,
  );
  process.exit(2);
}
let failed = false;
for (const [name, { title, load }] of Object.entries(checks)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const check = await load();
  const { notes, problems } = await check(root).catch((error) => ({
    notes: [],
    problems: [error.message],
  }));
  console.log(`${problems.length > 0 ? "FAILED" : "ok    "} ${title}`);
  for (const note of notes) console.log(`       ${note}`);
  for (const problem of problems) console.error(`\n${problem}`);
  failed ||= problems.length > 0;
}
process.exitCode = failed ? 1 : 0;
