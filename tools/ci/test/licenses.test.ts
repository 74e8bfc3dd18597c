import { expect, test } from "vitest";
import { findLicenseProblems } from "../licenses.js";

const mit = [{ name: "openapi-fetch", versions: ["0.17.0"] }];

test("accepts licences that ask for no more than a notice", () => {
  const isc = [{ name: "deep", versions: ["1.0.0"] }];
  expect(
    findLicenseProblems({ MIT: mit, ISC: isc }, ["openapi-fetch"]),
  ).toEqual([]);
});

test.each(["GPL-3.0-only", "Unknown", "UNLICENSED", "MIT OR GPL-2.0"])(
  "names a dependency with the licence %s",
  (license) => {
    const deep = [{ name: "deep", versions: ["1.0.0", "2.0.0"] }];
    const problems = findLicenseProblems({ MIT: mit, [license]: deep }, []);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(
      `deep 1.0.0, 2.0.0 has the licence ${license}.`,
    );
  },
);

test("names a declared dependency that pnpm did not list", () => {
  const problems = findLicenseProblems({ MIT: mit }, ["openapi-fetch", "new"]);
  expect(problems).toEqual([expect.stringMatching(/^new is declared/)]);
});
