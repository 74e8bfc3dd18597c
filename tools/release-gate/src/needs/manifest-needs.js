import semver from "semver";

/** @typedef {import("../bump.js").Bump} Bump */

/**
 * @param {import("../workspace.js").Package} pkg
 * @param {import("../last-release.js").Release} release
 * @returns {import("./need.js").Need[]} what its package.json asks for: entry points, commands, versions of Node
 */
export function manifestNeeds({ name, path, manifest }, release) {
  const before = release.manifest;
  /** @type {{ bump: Bump, what: string }[]} */
  const changes = [
    ...compareKeys("The entry point", before.exports, manifest.exports),
    ...compareKeys("The command", before.bin, manifest.bin),
  ];
  const [was, is] = [before.engines?.["node"], manifest.engines?.["node"]];
  if (is && !semver.subset(was ?? "*", is))
    changes.push({
      bump: "major",
      what: `It ran in Node ${was ?? "of any version"}, and wants ${is}.`,
    });
  return changes.map((change) => ({
    package: name,
    ...change,
    where: `${path}/package.json`,
  }));
}

/**
 * @param {string} kind
 * @param {Record<string, unknown>} [before]
 * @param {Record<string, unknown>} [after]
 * @returns {{ bump: Bump, what: string }[]}
 */
function compareKeys(kind, before = {}, after = {}) {
  const gone = Object.keys(before).filter((key) => !(key in after));
  const added = Object.keys(after).filter((key) => !(key in before));
  return [
    ...gone.map((key) => ({
      bump: /** @type {const} */ ("major"),
      what: `${kind} \`${key}\` is gone.`,
    })),
    ...added.map((key) => ({
      bump: /** @type {const} */ ("minor"),
      what: `${kind} \`${key}\` is new.`,
    })),
  ];
}
