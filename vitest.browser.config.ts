import { defineConfig } from "vitest/config";
import everywhere from "./vitest.config.js";

/** The tests that need a Chromium; `pnpm test` needs none. */
export default defineConfig({
  test: {
    ...everywhere.test,
    // Chromium itself has work for every core, and tabs that hear of each other late ask anew.
    maxWorkers: 1,
    projects: [
      "packages/*/vitest.browser.config.ts",
      "tools/*/vitest.browser.config.ts",
    ],
  },
});
