// Fails when a committed file that is generated from the spec is not what the spec gives.
// Before a build the generators' own check finds it; a build writes the files anew, so after one
// only the comparison with the commit does.
import { spawnSync } from "node:child_process";

/** @param {string} command */
const run = (command) =>
  spawnSync(command, { shell: true, stdio: "inherit" }).status === 0;

const asGenerated = run("turbo run check:generated --output-logs=errors-only");
const asCommitted = run(
  'git diff --stat --exit-code HEAD -- ":(attr:linguist-generated)"',
);
if (!asGenerated || !asCommitted) {
  console.error(
    "\nGenerated files are out of date. Run `npx -y pnpm@12 build` (for the tables of packages/client/README.md: `pnpm readme` in that folder), and commit the changed files.",
  );
  process.exit(1);
}
