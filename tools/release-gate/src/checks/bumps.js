import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lastRelease } from "../last-release.js";
import { descriptionNeeds } from "../needs/description-needs.js";
import { manifestNeeds } from "../needs/manifest-needs.js";
import { judge } from "../needs/need.js";
import { surfaceNeeds } from "../needs/surface-needs.js";
import { changesetWords, plannedVersions } from "../planned-versions.js";
import { publishedPackages } from "../workspace.js";

/**
 * Compares the next versions with what has changed since the last release.
 *
 * @type {import("../run-checks.js").Check}
 */
export async function checkBumps(root) {
  const packages = await publishedPackages(root);
  const planned = await plannedVersions(root, packages);
  const scratch = await mkdtemp(join(tmpdir(), "release-gate-"));
  try {
    /** @type {Map<string, import("../last-release.js").Release>} */
    const releases = new Map();
    const notes = [];
    for (const pkg of packages) {
      const release = await lastRelease(root, pkg, scratch);
      if (release) releases.set(pkg.name, release);
      notes.push(
        release
          ? `${pkg.name}: ${release.version} (the tag ${pkg.name}@${release.version}) to ${planned.get(pkg.name)}`
          : `${pkg.name}: has not been released yet, so there is nothing to compare with. Its first release sets the baseline.`,
      );
    }

    const needs = await descriptionNeeds(packages, releases);
    for (const pkg of packages) {
      const release = releases.get(pkg.name);
      if (!release) continue;
      const words = await changesetWords(root, pkg.name);
      const surface = await surfaceNeeds(pkg, release, words);
      needs.push(...manifestNeeds(pkg, release), ...surface.needs);
      notes.push(...surface.shown);
    }

    const problems = packages.flatMap((pkg) => {
      const release = releases.get(pkg.name);
      if (!release) return [];
      const next = planned.get(pkg.name) ?? pkg.version;
      return judge(pkg, release, next, needs) ?? [];
    });
    return { notes, problems };
  } finally {
    await rm(scratch, { recursive: true });
  }
}
