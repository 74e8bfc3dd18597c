import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { keyVariable, MockServerConfigError } from "../options.js";

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

/** A workflow as the runner reports it. */
export interface ReportedWorkflow {
  readonly workflowId: string;
  readonly status: "success" | "error" | "warn";
  readonly executedSteps: readonly ReportedStep[];
}

/** What came of a run. */
export interface WorkflowRun {
  /** 0 if every workflow succeeded. */
  readonly exitCode: number | null;
  /** What the runner printed. */
  readonly output: string;
  readonly workflows: readonly ReportedWorkflow[];
}

/** How the workflows are run. */
export interface RunOptions {
  /** The Arazzo file. */
  readonly workflows: string;
  /** Where the requests go. */
  readonly server: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** IDs of workflows to leave out. */
  readonly skip?: readonly string[];
  /** Whether the runner prints each request and answer. */
  readonly verbose?: boolean;
}

const runner = "@redocly/cli";

/**
 * Runs Arazzo workflows with `redocly respect`.
 *
 * @throws {@link MockServerConfigError} if Redocly's command is not installed, or fails.
 */
export async function runWorkflows({
  workflows,
  server,
  inputs,
  skip = [],
  verbose = false,
}: RunOptions): Promise<WorkflowRun> {
  const runnerFile = findRunner();
  const { [keyVariable]: _, ...environment } = process.env;
  const directory = await mkdtemp(path.join(tmpdir(), "melio-mock-verify-"));
  const report = path.join(directory, "report.json");
  try {
    const child = spawn(
      process.execPath,
      [
        ...[runnerFile, "respect", workflows, "--json-output", report],
        ...["--server", `platform=${server}`],
        ...skip.flatMap((workflow) => ["--skip", workflow]),
        ...(verbose ? ["--verbose"] : []),
      ],
      {
        // Where the caller stands, a redocly.yaml or .env of its own would be read.
        cwd: directory,
        env: {
          ...environment,
          // As JSON, since values may hold commas.
          REDOCLY_CLI_RESPECT_INPUT: JSON.stringify(inputs),
          REDOCLY_TELEMETRY: "off",
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once("error", reject).once("close", resolve);
    });
    const [stdout, stderr, exitCode] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      ended,
    ]);
    const output = stdout + stderr;
    return { exitCode, output, workflows: await readReport(report, output) };
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
    `verify requires ${runner} to run the contract's workflows, but it is not installed. Run npm install --save-dev ${runner}@2`,
  );
}

interface Report {
  readonly files: Readonly<
    Record<string, { readonly executedWorkflows: readonly ReportedWorkflow[] }>
  >;
}

async function readReport(
  file: string,
  printed: string,
): Promise<ReportedWorkflow[]> {
  const { files } = await readFile(file, "utf8")
    .then((json): Report => JSON.parse(json))
    .catch((cause) => {
      throw new MockServerConfigError(
        `The workflows could not run: ${runner} wrote no report. Check that its version is 2.77 or later${quote(printed)}`,
        { cause },
      );
    });
  return Object.values(files).flatMap(
    ({ executedWorkflows }) => executedWorkflows,
  );
}

/** What a program printed, without stack traces. */
function quote(printed: string): string {
  const lines = printed
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  return lines.length === 0
    ? "."
    : `. Its output:\n${lines.slice(0, 20).join("\n")}`;
}
