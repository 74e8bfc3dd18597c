// Fails if a next version claims less than has changed: `npx -y pnpm@12 release:check`.

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runChecks } from "./run-checks.js";

// Until all checks are done, so that a process that ends early does not look like a success.
process.exitCode = 1;

const { values, positionals } = parseArgs({
  options: { root: { type: "string" } },
  allowPositionals: true,
});
const root = values.root ?? fileURLToPath(new URL("../../..", import.meta.url));
const passed = await runChecks(root, positionals, console);
process.exitCode = passed ? 0 : 1;
