import { defineProject } from "vitest/config";
import { shared } from "../../vitest.shared.js";

export default defineProject({
  test: {
    ...shared,
    // Half of the time went into loading the same modules anew for each file. A test undoes what it changes of them.
    isolate: false,
    include: ["test/**/*.test.ts", "examples/*.test.ts"],
    // Default imports of CommonJS as Node has them, for the tests that take Prism unbundled.
    deps: { interopDefault: false },
  },
});
