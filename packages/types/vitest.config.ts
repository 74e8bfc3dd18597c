import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    testTimeout: 60_000, // some run the compiler
    typecheck: {
      enabled: true,
      include: ["test/**/*.test-d.ts"],
      tsconfig: "tsconfig.json",
    },
  },
});
