import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { rateChanges } from "../description/rate.js";
import { reach } from "../description/reach.js";

/** The descriptions that are published, and which packages a change of one reaches. */
const descriptions = [
  { package: "@melio-platform/spec", file: "openapi.yaml", reach },
  {
    package: "@melio-platform/mock-server",
    file: "control.openapi.yaml",
    reach: { "@melio-platform/mock-server": () => true },
  },
];

/**
 * @param {import("../workspace.js").Package[]} packages
 * @param {Map<string, import("../last-release.js").Release>} releases
 * @returns {Promise<import("./need.js").Need[]>} what the OpenAPI descriptions ask for
 */
export async function descriptionNeeds(packages, releases) {
  /** @type {import("./need.js").Need[]} */
  const needs = [];
  for (const { package: name, file, reach } of descriptions) {
    const pkg = packages.find((pkg) => pkg.name === name);
    const release = releases.get(name);
    if (!pkg || !release) continue;
    const changes = await rateChanges(
      await readFile(join(release.directory, file), "utf8"),
      await readFile(join(pkg.directory, file), "utf8"),
    );
    for (const rated of changes) {
      for (const [reached, isReached] of Object.entries(reach)) {
        if (!isReached(rated.change)) continue;
        needs.push({
          package: reached,
          bump: rated.bump,
          what: describe(rated),
          where: place(rated.change, `${pkg.path}/${file}`, release.version),
        });
      }
    }
  }
  return needs;
}

/** @param {import("../description/rate.js").RatedChange} rated */
function describe({ change, why }) {
  const { verdicts, typeName, kind, property } = change;
  const messages = verdicts.map(
    ({ message, ruleId }) => `${message} (${ruleId})`,
  );
  if (messages.length === 0)
    messages.push(`${typeName} ${kind}${property ? `: \`${property}\`` : ""}.`);
  if (why) messages.push(`redocly diff says ${change.impact}, but ${why}.`);
  return messages.join(" ");
}

/**
 * @param {import("../description/redocly-diff.js").Change} change
 * @param {string} file
 * @param {string} version
 */
function place({ path, base, revision }, file, version) {
  if (revision) return `${file}:${revision.line} ${revision.pointer}`;
  if (base) return `${file}:${base.line} of ${version}, ${base.pointer}`;
  return `${file} ${path}`;
}
