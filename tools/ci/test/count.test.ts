import { expect, test } from "vitest";
import { countCheck, countTests, format, sum } from "../count.js";

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((status) => ({ status })),
});
const report = (...testResults: ReturnType<typeof file>[]) =>
  JSON.stringify({ testResults });

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

test("a run without a report or without a test is a failure", () => {
  const failure = { passed: 0, failed: 1, skipped: 0 };
  expect(countTests(1, undefined)).toEqual(failure);
  expect(countTests(0, report())).toEqual(failure);
});

test("an error outside of the tests is a failure", () => {
  const text = report(file("passed", "passed"));
  expect(countTests(1, text)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test("the last line sums up all, and names skipped tests only if there are any", () => {
  const clean = { passed: 3, failed: 0, skipped: 0 };
  expect(format(clean)).toBe("3 passed, 0 failed");
  expect(format(sum([clean, { passed: 1, failed: 1, skipped: 2 }]))).toBe(
    "4 passed, 1 failed, 2 skipped",
  );
});
