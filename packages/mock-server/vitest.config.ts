import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    include: ["test/**/*.test.ts", "examples/*.test.ts"],
    // Default imports of CommonJS as Node has them, for the tests that take Prism unbundled.
    deps: { interopDefault: false },
  },
});
