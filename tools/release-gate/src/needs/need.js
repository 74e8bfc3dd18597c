import { bumpBetween, highest, isAtLeast, neededBump } from "../bump.js";

/** @typedef {import("../bump.js").Bump} Bump */

/**
 * @typedef {object} Need a change since the last release, and the bump that it requires of a package
 * @property {string} package
 * @property {Bump} bump
 * @property {string} what
 * @property {string} where
 */

/**
 * @param {import("../workspace.js").Package} pkg
 * @param {import("../last-release.js").Release} release
 * @param {string} planned its next version
 * @param {Need[]} needs of all packages
 * @returns {string | undefined} what is wrong with that version, undefined if nothing is
 */
export function judge({ name }, { version }, planned, needs) {
  const found = bumpBetween(version, planned);
  const unmet = needs.filter(
    (need) =>
      need.package === name &&
      !isAtLeast(found, neededBump(need.bump, version)),
  );
  if (unmet.length === 0) return undefined;
  const needed = neededBump(highest(unmet.map(({ bump }) => bump)), version);
  const lines = unmet.map(
    ({ bump, what, where }) =>
      `    ${bump.padEnd(5)}  ${what}\n           ${where}`,
  );
  return [
    `${name} needs a ${needed} bump. Found: ${found === "none" ? "none" : `${found}, ${version} to ${planned}`}. Changed since the tag ${name}@${version}:`,
    ...new Set(lines),
    ...(neededBump("major", version) === "minor"
      ? ["    (Below 1.0.0 a breaking change needs a minor bump.)"]
      : []),
    `  Run \`npx -y pnpm@12 changeset\`, choose ${name} and ${needed}.`,
  ].join("\n");
}
