import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    include: ["test/**/*.test.ts"],
    // The first test of a runtime waits for the whole suite in it.
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
