import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

// Its package exports nothing, so the command is looked up by the path that `bin` has.
const command = fileURLToPath(
  new URL("../../node_modules/@redocly/cli/bin/cli.js", import.meta.url),
);
const config = fileURLToPath(new URL("redocly.yaml", import.meta.url));

/** @typedef {{ file: string, pointer: string, line: number, value: unknown }} Place */

/**
 * @typedef {object} Change one of `redocly diff --format json`
 * @property {string} path where it is, with every reference followed
 * @property {string} typeName what it is there: Schema, Parameter, Response, …
 * @property {"added" | "removed" | "modified"} kind
 * @property {string} [property] of what is modified; `key` if it is renamed
 * @property {import("../bump.js").Bump} impact
 * @property {{ ruleId: string, message: string }[]} verdicts of the rules that it breaks
 * @property {Place} [base] missing of what is added
 * @property {Place} [revision] missing of what is removed
 */

/**
 * @param {object} base the older description
 * @param {object} revision the newer one
 * @returns {Promise<Change[]>} every change, as `redocly diff` rates it
 */
export async function redoclyDiff(base, revision) {
  const folder = await mkdtemp(join(tmpdir(), "description-"));
  try {
    const files = [];
    for (const [name, document] of Object.entries({ base, revision })) {
      const file = join(folder, `${name}.json`);
      await writeFile(file, JSON.stringify(document));
      files.push(file);
    }
    return await diffFiles(files);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * @param {string[]} files
 * @returns {Promise<Change[]>}
 */
async function diffFiles(files) {
  const options = ["--config", config, "--format=json", "--fail-on=none"];
  const { stdout } = await run(
    process.execPath,
    [command, "diff", ...files, ...options],
    {
      maxBuffer: 64 * 2 ** 20,
      env: {
        ...process.env,
        REDOCLY_TELEMETRY: "off",
        REDOCLY_SUPPRESS_NOTIFICATIONS: "true",
      },
    },
  );
  const report = JSON.parse(stdout);
  const expected = "1";
  if (report.reportVersion !== expected) {
    const { version } = JSON.parse(
      await readFile(
        new URL("../../package.json", `file://${command}`),
        "utf8",
      ),
    );
    throw new Error(
      `redocly diff (${version}) writes reports of version ${report.reportVersion}. Expected ${expected}: read what has changed, and follow it in tools/release-gate/src/description.`,
    );
  }
  return report.changes;
}
