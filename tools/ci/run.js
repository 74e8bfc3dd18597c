// Runs the steps one after the other and ends with one line of sums over all of them.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countCheck, countTests, format } from "./count.js";
import { steps } from "./steps.js";

const reports = mkdtempSync(join(tmpdir(), "ci-reports-"));
const results = steps.map(runStep);
rmSync(reports, { recursive: true });

console.log("\n== summary");
for (const { name, seconds, counts } of results) {
  const mark = counts.failed === 0 ? "ok    " : "FAILED";
  console.log(`${mark} ${name.padEnd(16)} ${format(counts)} (${seconds} s)`);
}
const sums = { passed: 0, failed: 0, skipped: 0 };
for (const { counts } of results) {
  for (const key of Object.keys(sums)) sums[key] += counts[key];
}
console.log(format(sums));
process.exitCode = sums.failed === 0 ? 0 : 1;

function runStep({ name, command, vitest = false }, index) {
  console.log(`\n== ${name}: ${command}`);
  const report = join(reports, `${index}.json`);
  const start = performance.now();
  const { status } = spawnSync(command, {
    shell: true,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...(vitest && { VITEST_JSON_REPORT: report }) },
  });
  const exitCode = status ?? 1;
  return {
    name,
    seconds: ((performance.now() - start) / 1000).toFixed(1),
    counts: vitest
      ? countTests(exitCode, readIfWritten(report))
      : countCheck(exitCode),
  };
}

function readIfWritten(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
