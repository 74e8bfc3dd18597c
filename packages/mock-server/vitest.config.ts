import { defineProject } from "vitest/config";
import { shared } from "../../vitest.shared.js";

export default defineProject({
  test: {
    ...shared,
    include: ["test/**/*.test.ts", "examples/*.test.ts"],
    // Default imports of CommonJS as Node has them, for the tests that take Prism unbundled.
    deps: { interopDefault: false },
  },
});
