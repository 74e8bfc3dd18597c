import { defineConfig } from "vitest/config";
import { shared } from "./vitest.shared.js";

/** A project that `pnpm test` runs, with the files that it leaves out. */
const slowFilesOf = (folder: string) => ({
  extends: `${folder}/vitest.config.ts`,
  root: folder,
  test: {
    name: `${folder} (slow)`,
    exclude: ["**/!(*.slow).test.{ts,js}"],
    typecheck: { enabled: false },
  },
});

/** What `pnpm test` leaves out and needs nothing but Node; both together are `pnpm test:all`. */
export default defineConfig({
  test: {
    ...shared,
    projects: [
      slowFilesOf("packages/client"),
      slowFilesOf("packages/mock-server"),
      "packages/docs/vitest.config.ts",
      "tools/{benchmarks,ci,example-app,release-gate}/vitest.config.ts",
    ],
  },
});
