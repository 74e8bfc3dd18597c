import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { typedEntryPoints } from "./entry-points.js";

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

/**
 * Makes API Extractor report what an entry point exports, including declarations that are not exported
 * themselves but are part of an export.
 *
 * @param {import("./entry-points.js").EntryPoint} entry
 * @param {string} directory of the package
 * @returns {Promise<string>}
 */
async function reportOf(entry, directory) {
  const folder = await mkdtemp(join(tmpdir(), "api-report-"));
  await mkdir(join(folder, "temp"));
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: directory,
      mainEntryPointFilePath: entry.types,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: "es2022",
            lib: ["es2022", "dom"],
            module: "node16",
            moduleResolution: "node16",
            strict: true,
            exactOptionalPropertyTypes: true,
            skipLibCheck: true,
            types: ["node"],
          },
          files: [entry.types],
        },
      },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFileName: entry.report,
        reportFolder: folder,
        reportTempFolder: join(folder, "temp"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: {
          default: { logLevel: /** @type {any} */ ("error") },
        },
        // Release tags and the form of comments do not belong to the API.
        extractorMessageReporting: {
          default: { logLevel: /** @type {any} */ ("none") },
        },
        tsdocMessageReporting: {
          default: { logLevel: /** @type {any} */ ("none") },
        },
      },
      newlineKind: "lf",
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(directory, "package.json"),
  });
  /** @type {string[]} */
  const errors = [];
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      if (message.logLevel === "error") errors.push(message.text);
      message.handled = true;
    },
  });
  if (!succeeded) {
    throw new Error(
      `API Extractor cannot read ${entry.types}: ${errors.join("; ")}. Run \`npx -y pnpm@12 build\` first.`,
    );
  }
  const report = await readFile(join(folder, entry.report), "utf8");
  await rm(folder, { recursive: true });
  return report;
}
