// What a package was when it was last released: at the newest tag that the Release workflow has set.
import { execFile } from "node:child_process";
import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import semver from "semver";
import { extract, git } from "./git.js";

const run = promisify(execFile);

/**
 * @typedef {object} Release
 * @property {string} version
 * @property {string} directory a copy of the package's files at the tag
 * @property {import("./workspace.js").Manifest} manifest
 */

/**
 * @param {string} root
 * @param {import("./workspace.js").Package} pkg
 * @param {string} scratch a folder for copies
 * @returns {Promise<Release | undefined>} undefined before the first release
 */
export async function lastRelease(root, pkg, scratch) {
  const version = await newestTag(root, pkg.name);
  if (version === undefined) {
    await refuseMissingTags(pkg);
    return undefined;
  }
  const directory = await mkdtemp(join(scratch, "release-"));
  await extract(root, `${pkg.name}@${version}`, pkg.path, directory);
  const manifest = await readFile(join(directory, "package.json"), "utf8");
  return { version, directory, manifest: JSON.parse(manifest) };
}

/**
 * @param {string} root
 * @param {string} name
 */
async function newestTag(root, name) {
  // Of the commits that lead here: a maintenance branch continues from its own line's last release.
  const tags = await git(
    root,
    ...["tag", "--list", `${name}@*`, "--merged", "HEAD"],
  ).catch(() => ""); // a copy without git
  const versions = tags
    .split("\n")
    .map((tag) => tag.slice(`${name}@`.length))
    .filter((version) => semver.valid(version) && !semver.prerelease(version));
  return semver.rsort(versions)[0];
}

/**
 * Tells a package that was never released from a clone without tags. Version 0.0.0 is where a package starts; its
 * first changeset leads away from it.
 *
 * @param {import("./workspace.js").Package} pkg
 */
async function refuseMissingTags({ name, version }) {
  if (version === "0.0.0") return;
  let found = "the registry does not respond";
  try {
    await run("npm", ["view", name, "version"], {
      shell: process.platform === "win32",
    });
    found = "the registry has it";
  } catch (cause) {
    const { stderr = "" } = /** @type {{ stderr?: string }} */ (cause);
    if (/\bE404\b/.test(stderr)) return;
  }
  throw new Error(
    `${name} has version ${version}, but there is no release tag to compare with, and ${found}. Run \`git fetch --tags\`.`,
  );
}
