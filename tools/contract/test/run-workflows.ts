import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const redocly = fileURLToPath(
  new URL("../node_modules/@redocly/cli/bin/cli.js", import.meta.url),
);
const workflows = fileURLToPath(
  import.meta.resolve("@melio-platform/spec/auth-token.arazzo.yaml"),
);

/** What came of a run of the workflows. */
export interface Run {
  exitCode: number | null;
  /** What was printed. */
  output: string;
  /** The outcome of each workflow, by its ID. */
  outcomes: Record<string, "success" | "error" | "warn">;
}

interface Report {
  files: Record<
    string,
    {
      executedWorkflows: {
        workflowId: string;
        status: "success" | "error" | "warn";
      }[];
    }
  >;
}

/** Runs the workflows as a partner would, with the inputs in the environment. */
export async function runWorkflows(
  server: string,
  inputs: Record<string, string>,
  ...options: string[]
): Promise<Run> {
  const directory = await mkdtemp(join(tmpdir(), "respect-"));
  const report = join(directory, "report.json");
  const input = Object.entries(inputs).map(
    ([name, value]) => `${name}=${value}`,
  );
  const child = spawn(
    process.execPath,
    [
      ...[redocly, "respect", workflows, "--server", `platform=${server}`],
      ...["--json-output", report, ...options],
    ],
    {
      env: {
        ...process.env,
        REDOCLY_CLI_RESPECT_INPUT: input.join(","),
        REDOCLY_TELEMETRY: "off",
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  const [exitCode, ...printed] = await Promise.all([
    exited,
    text(child.stdout),
    text(child.stderr),
  ]);
  const { files }: Report = JSON.parse(await readFile(report, "utf8"));
  await rm(directory, { recursive: true });
  const executed = Object.values(files).flatMap(
    (file) => file.executedWorkflows,
  );
  return {
    exitCode,
    output: printed.join(""),
    outcomes: Object.fromEntries(
      executed.map(({ workflowId, status }) => [workflowId, status]),
    ),
  };
}
