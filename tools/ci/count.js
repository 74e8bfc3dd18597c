/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Counts a step by its exit code alone.
 *
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countCheck(exitCode) {
  return exitCode === 0
    ? { passed: 1, failed: 0, skipped: 0 }
    : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * Counts the tests in vitest's JSON report. A test file that could not be loaded counts as one
 * failure, and so does a run that failed for any other reason: a crash, an error outside of the
 * tests, or no test at all.
 *
 * @param {number} exitCode
 * @param {string | undefined} report the report's text, undefined if none was written
 * @returns {Counts}
 */
export function countTests(exitCode, report) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const { testResults } = JSON.parse(report);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of testResults) {
    const statuses = file.assertionResults.map(({ status }) => status);
    const failed = statuses.filter((status) => status === "failed").length;
    const passed = statuses.filter((status) => status === "passed").length;
    counts.passed += passed;
    counts.failed += failed === 0 && file.status === "failed" ? 1 : failed;
    counts.skipped += statuses.length - failed - passed;
  }
  const isUnexplained = exitCode !== 0 || counts.passed + counts.failed === 0;
  if (counts.failed === 0 && isUnexplained) counts.failed = 1;
  return counts;
}

/**
 * @param {Counts} counts
 * @returns {string} "N passed, N failed", and ", N skipped" if any were
 */
export function format({ passed, failed, skipped }) {
  const sums = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? sums : `${sums}, ${skipped} skipped`;
}
