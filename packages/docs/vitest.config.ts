import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    include: ["{test,samples}/**/*.test.ts"],
    globalSetup: "test/samples/compile.ts",
  },
});
