import { defineConfig } from "vitest/config";
import everywhere from "./vitest.config.js";

/** A release to a registry on this machine, which asks the npm registry for what the packages need. */
export default defineConfig({
  test: {
    ...everywhere.test,
    projects: ["tools/release/vitest.release.config.ts"],
  },
});
