import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    include: ["{test,samples}/**/*.test.ts"],
    globalSetup: "test/samples/compile.ts",
    // Each sample is a process of its own, or several.
    testTimeout: 30_000,
  },
});
