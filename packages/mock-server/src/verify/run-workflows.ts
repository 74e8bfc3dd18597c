import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { MockServerConfigError } from "../config-error.js";

/** A step as the workflows' runner reports it. */
export interface ReportedStep {
  readonly workflowId: string;
  readonly stepId: string;
  readonly checks: readonly {
    readonly name: string;
    readonly passed: boolean;
    readonly condition?: string;
  }[];
}

/** How the workflows are run. */
export interface RunOptions {
  /** The Arazzo file. */
  readonly workflows: string;
  /** Where the requests go. */
  readonly server: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** IDs of workflows to leave out. */
  readonly skip: readonly string[];
}

const runner = "@redocly/cli";

/**
 * Runs Arazzo workflows with `redocly respect`.
 *
 * @throws {@link MockServerConfigError} if Redocly's command is not installed.
 */
export async function runWorkflows({
  workflows,
  server,
  inputs,
  skip,
}: RunOptions): Promise<ReportedStep[]> {
  const directory = await mkdtemp(path.join(tmpdir(), "melio-mock-verify-"));
  const report = path.join(directory, "report.json");
  try {
    const child = spawn(
      process.execPath,
      [
        ...[findRunner(), "respect", workflows, "--json-output", report],
        ...["--server", `platform=${server}`],
        ...skip.flatMap((workflow) => ["--skip", workflow]),
      ],
      {
        env: {
          ...process.env,
          // As JSON, since values may hold commas.
          REDOCLY_CLI_RESPECT_INPUT: JSON.stringify(inputs),
          REDOCLY_TELEMETRY: "off",
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const ended = new Promise((resolve, reject) => {
      child.once("error", reject).once("close", resolve);
    });
    const [stdout, stderr] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      ended,
    ]);
    return await readReport(report, stdout + stderr);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Beside this package, or else where the command is run. */
function findRunner(): string {
  for (const from of [
    import.meta.url,
    path.join(process.cwd(), "package.json"),
  ]) {
    try {
      const manifest = createRequire(from).resolve(`${runner}/package.json`);
      return path.join(path.dirname(manifest), "bin", "cli.js");
    } catch {
      // The next place may have it.
    }
  }
  throw new MockServerConfigError(
    `verify runs the contract's workflows with ${runner}, which is not installed. Add it with: npm install --save-dev ${runner}@2`,
  );
}

async function readReport(
  file: string,
  printed: string,
): Promise<ReportedStep[]> {
  let json: string;
  try {
    json = await readFile(file, "utf8");
  } catch {
    throw new Error(
      `The workflows could not be run. Redocly said:\n${printed}`,
    );
  }
  const {
    files,
  }: {
    files: Record<
      string,
      { executedWorkflows: { executedSteps: ReportedStep[] }[] }
    >;
  } = JSON.parse(json);
  return Object.values(files)
    .flatMap(({ executedWorkflows }) => executedWorkflows)
    .flatMap(({ executedSteps }) => executedSteps);
}
