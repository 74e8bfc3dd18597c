import { typedEntryPoints } from "./entry-points.js";
import { reportOf } from "./report.js";

/**
 * @typedef {object} Report
 * @property {import("./entry-points.js").EntryPoint} entry
 * @property {string} text
 */

/**
 * @param {{ manifest: import("../workspace.js").Manifest, directory: string }} pkg a package with its build
 * @returns {Promise<Report[]>} what its entry points export, as built
 */
export async function currentReports({ manifest, directory }) {
  const reports = [];
  for (const entry of typedEntryPoints(manifest, directory))
    reports.push({ entry, text: await reportOf(entry, directory) });
  return reports;
}
