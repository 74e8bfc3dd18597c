import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { highest } from "../bump.js";
import { compareSurfaces } from "../surface/compare.js";
import { typedEntryPoints } from "../surface/entry-points.js";

/** @typedef {import("../bump.js").Bump} Bump */
/** @typedef {import("../last-release.js").Release} Release */
/** @typedef {import("../workspace.js").Package} Package */

/**
 * What is gone is major, what is new is minor. Whether a changed export breaks a program is for the
 * reviewer, who is shown it; it asks for a patch at least, and for what a changeset says in words.
 *
 * @param {Package} pkg
 * @param {Release} release
 * @param {string[]} words of the pending changesets that name the package
 * @returns {Promise<{ needs: import("./need.js").Need[], shown: string[] }>}
 */
export async function surfaceNeeds(pkg, release, words) {
  const { directory, manifest, version } = release;
  const released = new Map(
    typedEntryPoints(manifest, directory).map(({ name, report }) => [
      name,
      join(directory, "etc", report),
    ]),
  );
  /** @type {Record<"gone" | "new" | "changed", Bump>} */
  const bumps = {
    gone: "major",
    new: "minor",
    changed: highest(["patch", ...words.map(bumpInWords)]),
  };
  const says = {
    gone: "is not exported any more",
    new: "is a new export",
    changed: "has changed",
  };
  const needs = [];
  const shown = [];
  for (const entry of typedEntryPoints(pkg.manifest, pkg.directory)) {
    const file = released.get(entry.name);
    if (file === undefined) continue; // a new entry point is a need of its own
    const before = await readFile(file, "utf8");
    const report = `${pkg.path}/etc/${entry.report}`;
    const after = await readFile(
      join(pkg.directory, "etc", entry.report),
      "utf8",
    );
    for (const change of compareSurfaces(before, after)) {
      const { name, kind } = change;
      needs.push({
        package: pkg.name,
        bump: bumps[kind],
        what: `\`${name}\` of ${entry.name}: ${says[kind]}.`,
        where: place(report, name, after, before, version),
      });
      if (kind === "changed")
        shown.push(
          `\`${name}\` of ${entry.name} has changed: does a program that uses it still compile?\n${difference(change)}`,
        );
    }
  }
  return { needs, shown };
}

/** @param {string} words @returns {Bump} */
function bumpInWords(words) {
  if (/(?<!\bnon[- ])\bbreaking\b/i.test(words)) return "major";
  return /^(new|add(s|ed)?)\b/im.test(words) ? "minor" : "patch";
}

/** @param {import("../surface/compare.js").SurfaceChange} change */
function difference({ before = "", after = "" }) {
  const [old, current] = [before.split("\n"), after.split("\n")];
  return [
    ...old.filter((line) => !current.includes(line)).map((line) => `- ${line}`),
    ...current.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ]
    .map((line) => `         ${line}`)
    .join("\n");
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
