import { expect, test } from "vitest";
import { countCheck, countTests, format } from "../count.js";

const file = (status, ...tests) => ({
  status,
  assertionResults: tests.map((status) => ({ status })),
});
const report = (...testResults) => JSON.stringify({ testResults });

test("a check passed or failed", () => {
  expect(countCheck(0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(countCheck(2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("tests are summed over all files", () => {
  const text = report(
    file("passed", "passed", "passed", "pending"),
    file("failed", "passed", "failed", "todo"),
  );
  expect(countTests(1, text)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test("a file that could not be loaded is a failure", () => {
  const text = report(file("passed", "passed"), file("failed"));
  expect(countTests(1, text)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test.for([
  ["a run without a report", 1, undefined],
  ["a run without a test", 0, report()],
])("%s is a failure", ([, exitCode, text]) => {
  expect(countTests(exitCode, text)).toEqual({
    passed: 0,
    failed: 1,
    skipped: 0,
  });
});

test("an error outside of the tests is a failure", () => {
  const text = report(file("passed", "passed"));
  expect(countTests(1, text)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test("skipped tests are named only if there are any", () => {
  expect(format({ passed: 3, failed: 0, skipped: 0 })).toBe(
    "3 passed, 0 failed",
  );
  expect(format({ passed: 3, failed: 1, skipped: 2 })).toBe(
    "3 passed, 1 failed, 2 skipped",
  );
});
