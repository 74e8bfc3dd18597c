const report = process.env["VITEST_JSON_REPORT"];

/** What all test projects share. */
export const shared = {
  // In milliseconds. No test depends on how fast the machine is: these only end what hangs.
  testTimeout: 180_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 60_000 } },
  // By default one core stays idle, which is half of a machine of two.
  maxWorkers: "100%",
  // `.ci/run` sums up the reports.
  reporters: report
    ? [
        "default",
        ["json", { outputFile: report }] as ["json", { outputFile: string }],
      ]
    : ["default"],
};
