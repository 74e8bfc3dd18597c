import { expect, test } from "vitest";
import { budgetTable, formatTable } from "../src/table.js";

test("a missed budget, or one without a figure, is a line that says so", () => {
  const table = budgetTable([
    ["a call, to a bare fetch", 1.2, "<=", 1.25],
    ["requests, to Prism", 1.9, ">=", 2],
    ["size, to stripe", Number.NaN, "<=", 0.3],
  ]);
  const [, , , , met, missed, unknown] = formatTable(table).split("\n");
  expect(met).toMatch(/^a call, to a bare fetch +1\.20 +<= 1\.25$/);
  expect(missed).toMatch(/^requests, to Prism +1\.90 +>= 2 +MISSED$/);
  expect(unknown).toMatch(/^size, to stripe +NaN +<= 0\.3 +MISSED$/);
});
