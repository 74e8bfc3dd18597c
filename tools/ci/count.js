/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ status: string }} Test
 * @typedef {{ status: string, assertionResults: Test[] }} TestFile
 */

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
  /** @type {{ testResults: TestFile[] }} */
  const { testResults } = JSON.parse(report);
  const counts = sum(testResults.map(countFile));
  const isUnexplained = exitCode !== 0 || counts.passed + counts.failed === 0;
  if (counts.failed === 0 && isUnexplained) counts.failed = 1;
  return counts;
}

/**
 * @param {TestFile} file
 * @returns {Counts}
 */
function countFile(file) {
  const tests = file.assertionResults;
  const passed = tests.filter((test) => test.status === "passed").length;
  const failed = tests.filter((test) => test.status === "failed").length;
  return {
    passed,
    failed: failed === 0 && file.status === "failed" ? 1 : failed,
    skipped: tests.length - passed - failed,
  };
}

/**
 * @param {Counts[]} all
 * @returns {Counts}
 */
export function sum(all) {
  const sums = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of all) {
    sums.passed += passed;
    sums.failed += failed;
    sums.skipped += skipped;
  }
  return sums;
}

/**
 * @param {Counts} counts
 * @returns {string} "N passed, N failed", and ", N skipped" if any were
 */
export function format({ passed, failed, skipped }) {
  const sums = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? sums : `${sums}, ${skipped} skipped`;
}
