import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import getReleasePlan from "@changesets/get-release-plan";
import parseChangeset from "@changesets/parse";
import readChangesets from "@changesets/read";

/**
 * @param {string} root
 * @param {import("./workspace.js").Package[]} packages
 * @returns {Promise<Map<string, string>>} the version of each package after a release with the pending changesets
 */
export async function plannedVersions(root, packages) {
  await refuseUnreadable(root);
  const { releases } = await getReleasePlan(root).catch(
    (/** @type {Error} */ cause) => {
      throw new Error(
        `The changesets make no release plan: ${cause.message} Fix the file in .changeset, or delete it and run \`npx -y pnpm@12 changeset\`.`,
        { cause },
      );
    },
  );
  const planned = new Map(packages.map(({ name, version }) => [name, version]));
  for (const { name, newVersion } of releases)
    if (planned.has(name)) planned.set(name, newVersion);
  return planned;
}

/**
 * @param {string} root
 * @param {string} name of a package
 * @returns {Promise<string[]>} what the pending changesets say that name it
 */
export async function changesetWords(root, name) {
  const changesets = await readChangesets(root);
  return changesets
    .filter(({ releases }) => releases.some((release) => release.name === name))
    .map(({ summary }) => summary);
}

/**
 * The parser's own message does not say which file it is.
 *
 * @param {string} root
 */
async function refuseUnreadable(root) {
  const folder = join(root, ".changeset");
  for (const file of await readdir(folder)) {
    if (!file.endsWith(".md") || file === "README.md") continue;
    try {
      parseChangeset(await readFile(join(folder, file), "utf8"));
    } catch (cause) {
      throw new Error(
        `.changeset/${file} cannot be read: ${/** @type {Error} */ (cause).message}\nFix it, or delete it and run \`npx -y pnpm@12 changeset\`.`,
        { cause },
      );
    }
  }
}
