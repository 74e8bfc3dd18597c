import { defineConfig } from "vitest/config";
import { shared } from "./vitest.shared.js";

/** `pnpm test`: what a change is likely to break. The files named `*.slow.test.ts` are left out. */
export default defineConfig({
  test: {
    ...shared,
    projects: [
      "spec/vitest.config.ts",
      "packages/{client,mock-server,types}/vitest.config.ts",
      "tools/quickstart/vitest.config.ts",
    ],
  },
});
