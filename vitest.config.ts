import { defineConfig } from "vitest/config";

const report = process.env["VITEST_JSON_REPORT"];

export default defineConfig({
  test: {
    projects: [
      "spec/vitest.config.ts",
      "packages/*/vitest.config.ts",
      "tools/*/vitest.config.ts",
    ],
    // By default one core stays idle, which is half of a machine of two.
    maxWorkers: "100%",
    reporters: report
      ? ["default", ["json", { outputFile: report }]]
      : ["default"],
  },
});
