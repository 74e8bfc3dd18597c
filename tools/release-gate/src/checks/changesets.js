import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { getChangedPackagesSinceRef } from "@changesets/git";
import readChangesets from "@changesets/read";
import { findBase } from "../base.js";
import { rateChanges } from "../description/rate.js";
import { reach } from "../description/reach.js";
import { git, withPlainFileNames } from "../git.js";
import { publishedManifest } from "../published-manifest.js";
import { publishedPackages } from "../workspace.js";

/**
 * Compares the changesets of a branch with the packages that it changes.
 *
 * @type {import("../run-checks.js").Check}
 */
export async function checkChangesets(root) {
  const config = JSON.parse(
    await readFile(join(root, ".changeset/config.json"), "utf8"),
  );
  const base = await findBase(root, config.baseBranch);
  if (base.commit === undefined)
    return { notes: [`Skipped: ${base.reason}`], problems: [] };

  const added = await changesetsSince(root, base.commit);
  if (added.some(({ releases }) => releases.length === 0))
    return {
      notes: ["An empty changeset says that no user notices the changes."],
      problems: [],
    };
  const named = added.flatMap(({ releases }) =>
    releases.map(({ name }) => name),
  );
  const touched = await withPlainFileNames(() =>
    getChangedPackagesSinceRef({
      cwd: root,
      ref: base.commit,
      changedFilePatterns: config.changedFilePatterns,
    }),
  );
  const touchedNames = [
    ...touched.map(({ packageJson }) => packageJson.name),
    ...(await reachedBySpec(root, base.commit)),
  ];
  const notes = [];
  const problems = [];
  for (const pkg of await publishedPackages(root)) {
    const manifest = await publishedManifest(root, base.commit, pkg);
    if (manifest.isRelease) continue;
    if (!touchedNames.includes(pkg.name) && !manifest.hasChanged) continue;
    if (named.includes(pkg.name)) notes.push(`${pkg.name}: has a changeset`);
    else
      problems.push(
        `${pkg.name} has changed since ${base.name}, but no changeset of this branch names it. Run \`npx -y pnpm@12 changeset\`, choose ${pkg.name}, and commit the file. If no user notices the change: \`npx -y pnpm@12 changeset --empty\`.`,
      );
  }
  return { notes, problems };
}

/**
 * @param {string} root
 * @param {string} commit
 * @returns {Promise<string[]>} the packages that the branch's edits of the spec reach
 */
async function reachedBySpec(root, commit) {
  const file = "spec/openapi.yaml";
  const before = await git(root, "show", `${commit}:${file}`).catch(() => "");
  if (before === "") return [];
  const after = await readFile(join(root, file), "utf8");
  const rated = await rateChanges(`${before}\n`, after);
  return Object.entries(reach)
    .filter(([, isReached]) => rated.some(({ change }) => isReached(change)))
    .map(([name]) => name);
}

/**
 * @param {string} root
 * @param {string} commit
 */
async function changesetsSince(root, commit) {
  const known = await git(
    root,
    "ls-tree",
    "--name-only",
    commit,
    ".changeset/",
  );
  const all = await readChangesets(root);
  return all.filter(
    ({ id }) => !known.split("\n").includes(`.changeset/${id}.md`),
  );
}
