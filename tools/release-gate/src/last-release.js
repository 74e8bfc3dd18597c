// What a package was when it was last released: from the newest tag that `changeset publish` has set,
// or, where there is none (a shallow clone, a copy without history), from the registry that npm is
// configured with.
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
 * @property {string} from where it was found, for a reader
 * @property {"tag" | "registry"} source
 * @property {string} directory a copy of the package: its sources from a tag, its published files from the registry
 * @property {import("./workspace.js").Manifest} manifest
 */

/**
 * @param {string} root
 * @param {import("./workspace.js").Package} pkg
 * @param {string} scratch a folder for copies
 * @returns {Promise<Release | undefined>} undefined before the first release
 */
export async function lastRelease(root, pkg, scratch) {
  const tag = await newestTag(root, pkg.name);
  const version = tag ?? (await publishedVersion(pkg));
  if (!version) return undefined;
  const copy = await mkdtemp(join(scratch, "release-"));
  const directory = tag
    ? await checkOut(root, pkg, version, copy)
    : await download(pkg, version, copy);
  return {
    version,
    from: tag ? `the tag ${pkg.name}@${version}` : "the registry",
    source: tag ? "tag" : "registry",
    directory,
    manifest: JSON.parse(
      await readFile(join(directory, "package.json"), "utf8"),
    ),
  };
}

/**
 * @param {string} root
 * @param {string} name
 */
async function newestTag(root, name) {
  // Of the commits that lead here: a maintenance branch goes on from its own line's last release.
  const tags = await git(
    root,
    ...["tag", "--list", `${name}@*`, "--merged", "HEAD"],
  ).catch(() => "");
  const versions = tags
    .split("\n")
    .map((tag) => tag.slice(`${name}@`.length))
    .filter((version) => semver.valid(version) && !semver.prerelease(version));
  return semver.rsort(versions)[0];
}

/**
 * @param {string} root
 * @param {import("./workspace.js").Package} pkg
 * @param {string} version
 * @param {string} copy
 */
async function checkOut(root, { name, path }, version, copy) {
  await extract(root, `${name}@${version}`, path, copy);
  return copy;
}

/**
 * Version 0.0.0 is where a package starts; its first changeset leads away from it.
 *
 * @param {import("./workspace.js").Package} pkg
 */
async function publishedVersion({ name, version }) {
  if (version === "0.0.0") return undefined;
  try {
    const { stdout } = await run("npm", ["view", name, "versions", "--json"], {
      shell: process.platform === "win32",
    });
    /** @type {string[]} */
    const versions = [JSON.parse(stdout)].flat();
    // On a maintenance branch later versions may be out already.
    return semver.maxSatisfying(versions, `<=${version}`) ?? undefined;
  } catch (cause) {
    const { stderr = "" } = /** @type {{ stderr?: string }} */ (cause);
    if (/\bE404\b/.test(stderr)) return undefined;
    throw new Error(
      `${name} has version ${version}, but there is no release tag to compare with, and the registry does not respond. Run \`git fetch --tags\`, or go online.`,
      { cause },
    );
  }
}

/**
 * @param {import("./workspace.js").Package} pkg
 * @param {string} version
 * @param {string} copy
 */
async function download({ name }, version, copy) {
  const { stdout } = await run(
    "npm",
    ["pack", `${name}@${version}`, "--json", "--pack-destination", copy],
    { shell: process.platform === "win32" },
  );
  const [{ filename }] = JSON.parse(stdout);
  await run("tar", ["-x", "-z", "-f", join(copy, filename), "-C", copy]);
  return join(copy, "package");
}
