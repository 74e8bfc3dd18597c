// Runs the steps one after the other and ends with one line of sums over all of them.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countCheck, countTests, format, sum } from "./count.js";
import { steps } from "./steps.js";

const reports = mkdtempSync(join(tmpdir(), "ci-reports-"));
const results = steps.map(runStep);
rmSync(reports, { recursive: true });

console.log("\n== summary");
for (const { name, seconds, counts } of results) {
  const mark = counts.failed === 0 ? "ok    " : "FAILED";
  console.log(`${mark} ${name.padEnd(16)} ${format(counts)} (${seconds} s)`);
}
const sums = sum(results.map(({ counts }) => counts));
console.log(format(sums));
process.exitCode = sums.failed === 0 ? 0 : 1;

/**
 * @param {import("./steps.js").Step} step
 * @param {number} index
 */
function runStep({ name, command, vitest = false }, index) {
  console.log(`\n== ${name}: ${command}`);
  const file = join(reports, `${index}.json`);
  const start = performance.now();
  const { status } = spawnSync(command, {
    shell: true,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...(vitest && { VITEST_JSON_REPORT: file }) },
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const exitCode = status ?? 1;
  if (!vitest) return { name, seconds, counts: countCheck(exitCode) };
  const report = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  return { name, seconds, counts: countTests(exitCode, report) };
}
