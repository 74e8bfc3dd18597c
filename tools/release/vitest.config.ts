import { defineProject } from "vitest/config";
import { shared } from "../../vitest.shared.js";

export default defineProject({
  test: {
    ...shared,
    include: ["test/**/*.test.ts"],
    // Publishes to a registry on this machine, once for all tests.
    globalSetup: "test/release-once.ts",
  },
});
