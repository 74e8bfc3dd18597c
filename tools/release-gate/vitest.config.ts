import { defineProject } from "vitest/config";
import { shared } from "../../vitest.shared.js";

export default defineProject({
  test: {
    ...shared,
    include: ["test/**/*.test.ts"],
    // No pull request, unless a test says so.
    env: { GITHUB_BASE_REF: "" },
    unstubEnvs: true,
  },
});
