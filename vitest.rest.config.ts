import { defineConfig } from "vitest/config";
import everywhere from "./vitest.config.js";

/** The slow files of the projects that `pnpm test` runs; vitest gives them no files but these. */
const slowFilesOf = (folder: string) => ({
  extends: `${folder}/vitest.config.ts`,
  root: folder,
  test: {
    name: `${folder} (slow)`,
    include: ["test/**/*.slow.test.ts"],
    typecheck: { enabled: false },
  },
});

/** What `pnpm test` leaves out and needs nothing but Node; both together are `pnpm test:all`. */
export default defineConfig({
  test: {
    ...everywhere.test,
    projects: [
      slowFilesOf("packages/client"),
      slowFilesOf("packages/mock-server"),
      "packages/docs/vitest.config.ts",
      "tools/{ci,example-app,release,release-gate}/vitest.config.ts",
    ],
  },
});
