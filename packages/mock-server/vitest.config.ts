import { defineProject } from "vitest/config";
import { shared } from "../../vitest.shared.js";

export default defineProject({
  // The example for Jest uses what both have, so it runs here without Jest itself.
  resolve: { alias: { "@jest/globals": "vitest" } },
  test: {
    ...shared,
    include: [
      "test/**/*.test.ts",
      "examples/*.test.ts",
      "examples/jest.test.js",
    ],
    // Default imports of CommonJS as Node has them, for the tests that take Prism unbundled.
    deps: { interopDefault: false },
  },
});
