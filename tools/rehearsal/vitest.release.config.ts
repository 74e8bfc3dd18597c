import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/release-once.ts",
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
