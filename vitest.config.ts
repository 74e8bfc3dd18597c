import { defineConfig } from "vitest/config";

const report = process.env["VITEST_JSON_REPORT"];

/** `pnpm test`: what a change is likely to break. The files named `*.slow.test.ts` are left out. */
export default defineConfig({
  test: {
    projects: [
      "spec/vitest.config.ts",
      "packages/{client,mock-server,types}/vitest.config.ts",
      "tools/quickstart/vitest.config.ts",
    ],
    // By default one core stays idle, which is half of a machine of two.
    maxWorkers: "100%",
    reporters: report
      ? ["default", ["json", { outputFile: report }]]
      : ["default"],
  },
});
