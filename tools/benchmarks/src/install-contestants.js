import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Installs what stands in a suite's `contestants/package.json`. It is no part of the workspace's
 * installation, because it weighs more than everything else together.
 *
 * @param {URL} directory holds a package.json, a pnpm-lock.yaml and a pnpm-workspace.yaml
 */
export function installContestants(directory) {
  const { status } = spawnSync(
    "pnpm install --frozen-lockfile --reporter=append-only",
    {
      cwd: fileURLToPath(directory),
      shell: true,
      stdio: ["ignore", process.stderr, process.stderr],
    },
  );
  if (status !== 0)
    throw new Error(`The contestants in ${directory.pathname} did not install`);
}
