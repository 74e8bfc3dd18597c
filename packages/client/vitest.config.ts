import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    // Thousands of calls over sockets, on a machine that is busy with other packages.
    testTimeout: 60_000,
    typecheck: {
      enabled: true,
      include: ["test/**/*.test-d.ts"],
      tsconfig: "tsconfig.json",
    },
  },
});
