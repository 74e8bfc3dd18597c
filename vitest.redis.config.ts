import { defineConfig } from "vitest/config";
import everywhere from "./vitest.config.js";

/** The tests that need a redis-server; `pnpm test` needs none. */
export default defineConfig({
  test: {
    ...everywhere.test,
    projects: ["packages/client/vitest.redis.config.ts"],
  },
});
