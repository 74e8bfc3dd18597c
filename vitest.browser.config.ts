import { defineConfig } from "vitest/config";
import { shared } from "./vitest.shared.js";

/** The tests that need a Chromium; `pnpm test` needs none. */
export default defineConfig({
  test: {
    ...shared,
    // Chromium itself has work for every core, and tabs that hear of each other late ask anew.
    maxWorkers: 1,
    projects: [
      "packages/*/vitest.browser.config.ts",
      "tools/*/vitest.browser.config.ts",
    ],
  },
});
