import { readFile, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { typedEntryPoints } from "../surface/entry-points.js";

/** @typedef {import("../last-release.js").Release} Release */
/** @typedef {import("../workspace.js").Package} Package */

/**
 * @param {Package} pkg
 * @param {Release} release
 * @param {boolean} isSpecRated whether the change of the spec has rated the generated types already
 * @returns {Promise<import("./need.js").Need[]>} what its TypeScript surface asks for
 */
export async function surfaceNeeds(pkg, release, isSpecRated) {
  const reports = await releasedReports(pkg, release);
  const needs = [];
  for (const entry of typedEntryPoints(pkg.manifest, pkg.directory)) {
    const before = reports.get(entry.name);
    if (before === undefined) continue;
    const report = `${pkg.path}/etc/${entry.report}`;
    const after = await readFile(
      join(pkg.directory, "etc", entry.report),
      "utf8",
    );
    if (before === after) continue;
    // Not before it is needed: TypeScript takes a while to load.
    const [{ compareSurfaces }, { withGeneratedOf }] = await Promise.all([
      import("../surface/compare.js"),
      import("../surface/generated.js"),
    ]);
    const changes = compareSurfaces(
      isSpecRated ? withGeneratedOf(after, before) : before,
      after,
      pkg.directory,
    );
    for (const { name, bump, what } of changes)
      needs.push({
        package: pkg.name,
        bump,
        what: `\`${name}\` of ${entry.name}: ${what}.`,
        where: place(report, name, after, before, release.version),
      });
  }
  return needs;
}

/**
 * @param {Package} pkg
 * @param {Release} release
 * @returns {Promise<Map<string, string>>} the report of each entry point, as it was
 */
async function releasedReports(pkg, { source, directory, manifest }) {
  const released = { manifest, directory };
  if (source === "registry") {
    // What was published brings no dependencies; those of today stand in.
    await symlink(
      join(pkg.directory, "node_modules"),
      join(dirname(directory), "node_modules"),
      "junction",
    );
    const { currentReports } = await import("../surface/current-reports.js");
    const reports = await currentReports(released);
    return new Map(reports.map(({ entry, text }) => [entry.name, text]));
  }
  const entries = typedEntryPoints(manifest, directory).map(
    async ({ name, report }) =>
      /** @type {const} */ ([
        name,
        await readFile(join(directory, "etc", report), "utf8"),
      ]),
  );
  return new Map(await Promise.all(entries));
}

/**
 * @param {string} report
 * @param {string} name
 * @param {string} after
 * @param {string} before
 * @param {string} version
 */
function place(report, name, after, before, version) {
  const line = lineOf(name, after);
  return line
    ? `${report}:${line}`
    : `${report}:${lineOf(name, before)} of ${version}`;
}

/**
 * @param {string} name
 * @param {string} report
 */
function lineOf(name, report) {
  const declaration =
    /^export (?:abstract )?(?:class|const|enum|function|interface|type) ([\w$]+)/;
  const lines = report.split("\n");
  return lines.findIndex((line) => declaration.exec(line)?.[1] === name) + 1;
}
