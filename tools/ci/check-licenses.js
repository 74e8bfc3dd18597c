// Fails when a runtime dependency of a published package, however deep, has a licence that is not on
// the list. What the mock server bundles is checked by its build.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findLicenseProblems } from "./licenses.js";

/** @param {string[]} args */
const pnpm = (...args) =>
  JSON.parse(execFileSync("pnpm", args, { encoding: "utf8" }));

/** @type {{ name: string, path: string, private?: boolean }[]} */
const workspace = pnpm("list", "--recursive", "--depth=-1", "--json");
const published = workspace.filter((project) => !project.private);
const declared = published.flatMap(({ path }) => {
  /** @type {{ dependencies?: Record<string, string> }} */
  const { dependencies = {} } = JSON.parse(
    readFileSync(join(path, "package.json"), "utf8"),
  );
  return Object.keys(dependencies);
});
const filters = published.map(({ name }) => `--filter=${name}`);
/** @type {Parameters<typeof findLicenseProblems>[0]} */
const byLicense = pnpm(...filters, "licenses", "list", "--prod", "--json");

for (const [license, dependencies] of Object.entries(byLicense)) {
  console.log(`${license}: ${dependencies.map(({ name }) => name).join(", ")}`);
}
const problems = findLicenseProblems(byLicense, declared);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
