// Runs the steps, prints what each printed in one piece, and ends with one line of sums over all of
// them. A failure does not stop the rest.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countCheck, countTests, format, sum } from "./count.js";
import { stages } from "./steps.js";

/** @typedef {import("./steps.js").Step} Step */
/** @typedef {{ name: string, seconds: string, counts: import("./count.js").Counts }} Result */

const folder = mkdtempSync(join(tmpdir(), "ci-"));
/** @type {Result[]} */
const results = [];
for (const lanes of stages) {
  const runStep = lanes.length === 1 ? runInView : runInBackground;
  const ended = lanes.map((steps) => inTurn(steps, runStep));
  results.push(...(await Promise.all(ended)).flat());
}
rmSync(folder, { recursive: true });

console.log("\n== summary");
for (const { name, seconds, counts } of results) {
  const mark = counts.failed === 0 ? "ok    " : "FAILED";
  console.log(`${mark} ${name.padEnd(16)} ${format(counts)} (${seconds} s)`);
}
const sums = sum(results.map(({ counts }) => counts));
console.log(format(sums));
process.exitCode = sums.failed === 0 ? 0 : 1;

/**
 * @param {Step[]} steps
 * @param {(step: Step) => Promise<Result>} runStep
 */
async function inTurn(steps, runStep) {
  const results = [];
  for (const step of steps) results.push(await runStep(step));
  return results;
}

/**
 * Nothing runs beside it, so its output is shown as it comes.
 *
 * @param {Step} step
 */
function runInView(step) {
  console.log(`\n== ${step.name}: ${step.command}`);
  return run(step, "inherit");
}

/**
 * Its output is kept until it ends, so that the lanes' do not mix.
 *
 * @param {Step} step
 */
async function runInBackground(step) {
  const log = join(folder, `${step.name}.log`);
  const result = await run(step, openSync(log, "w"));
  console.log(`\n== ${step.name}: ${step.command}`);
  process.stdout.write(readFileSync(log));
  return result;
}

/**
 * @param {Step} step
 * @param {"inherit" | number} output
 * @returns {Promise<Result>}
 */
async function run({ name, command, vitest = false }, output) {
  const report = join(folder, `${name}.json`);
  const start = performance.now();
  const child = spawn(command, {
    shell: true,
    stdio: ["ignore", output, output],
    env: { ...process.env, ...(vitest && { VITEST_JSON_REPORT: report }) },
  });
  const [code] = await once(child, "close");
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  // A signal leaves no code.
  const exitCode = code ?? 1;
  const counts = vitest
    ? countTests(exitCode, textOf(report))
    : countCheck(exitCode);
  return { name, seconds, counts };
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
