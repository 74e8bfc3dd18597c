import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { currentReports } from "../surface/report.js";
import { publishedPackages } from "../workspace.js";

/**
 * Compares the committed reports with what the built packages export.
 *
 * @type {import("../run-checks.js").Check}
 */
export async function checkReports(root) {
  const notes = [];
  const problems = [];
  for (const pkg of await publishedPackages(root)) {
    const folder = join(pkg.directory, "etc");
    const left = new Set(await readdir(folder).catch(() => []));
    for (const { entry, text } of await currentReports(pkg)) {
      left.delete(entry.report);
      const committed = await readFile(
        join(folder, entry.report),
        "utf8",
      ).catch(() => undefined);
      if (committed === text) notes.push(`${entry.name}: as reviewed`);
      else
        problems.push(
          `What ${entry.name} exports is not what ${pkg.path}/etc/${entry.report} says. Run \`npx -y pnpm@12 generate\`, and commit the report for review.`,
        );
    }
    for (const file of left)
      problems.push(
        `${pkg.path}/etc/${file} belongs to no entry point. Run \`npx -y pnpm@12 generate\`.`,
      );
  }
  return { notes, problems };
}
