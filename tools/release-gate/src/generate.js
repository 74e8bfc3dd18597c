// Writes the reports of the TypeScript API of every published entry point, so that reviewers see its changes:
// `npx -y pnpm@12 generate`.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { currentReports } from "./surface/report.js";
import { publishedPackages } from "./workspace.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

for (const pkg of await publishedPackages(root)) {
  const reports = await currentReports(pkg);
  const folder = join(pkg.directory, "etc");
  await rm(folder, { recursive: true, force: true });
  if (reports.length === 0) continue;
  await mkdir(folder);
  for (const { entry, text } of reports)
    await writeFile(join(folder, entry.report), text);
}
