import { defineConfig } from "vitest/config";
import everywhere from "./vitest.config.js";

/** The client in every runtime that it supports; `pnpm test` runs in one of them. */
export default defineConfig({
  test: {
    ...everywhere.test,
    projects: ["tools/runtime-matrix/vitest.runtimes.config.ts"],
  },
});
