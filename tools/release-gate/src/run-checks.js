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

/**
 * @param {string} root of the workspace
 * @param {string[]} names of the checks to run, none for all
 * @param {Pick<Console, "log" | "error">} out
 * @returns {Promise<boolean>} whether all passed
 */
export async function runChecks(root, names, out) {
  const unknown = names.filter((name) => !(name in checks));
  if (unknown.length > 0) {
    out.error(
      `No check is named ${unknown.join(", ")}. Expected some of ${Object.keys(checks).join(", ")}, or none for all.`,
    );
    return false;
  }
  let passed = true;
  for (const [name, { title, load }] of Object.entries(checks)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const check = await load();
    const { notes, problems } = await check(root).catch((error) => ({
      notes: [],
      problems: [error.message],
    }));
    out.log(`${problems.length > 0 ? "FAILED" : "ok    "} ${title}`);
    for (const note of notes) out.log(`       ${note}`);
    for (const problem of problems) out.error(`\n${problem}`);
    passed &&= problems.length === 0;
  }
  return passed;
}
