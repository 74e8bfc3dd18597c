import { type ExecFileException, execFile } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { MockServer } from "@melio-platform/mock-server";
import openapi from "@melio-platform/spec/openapi.json" with { type: "json" };
import { apiKey, compiledSamples as compiled, keyFile } from "./compile.js";
import { packageRoot } from "./files.js";

/** What a sample printed, and how it ended. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const preload = new URL("preload.js", import.meta.url).href;
const command = fileURLToPath(
  new URL("cli.js", import.meta.resolve("@melio-platform/mock-server")),
);
const redocly = join(packageRoot, "node_modules/@redocly/cli/bin/cli.js");

/** Runs a sample that is a program, in Node. */
export function runProgram(file: string, mock: MockServer): Promise<Run> {
  const program = join(compiled, file.replace(/\.ts$/, ".js"));
  return run(process.execPath, [program], dirname(program), settings(mock));
}

/** Runs a line or two that use samples which are modules; their paths begin at the samples' folder. */
export function runCode(code: string, mock: MockServer): Promise<Run> {
  const args = ["--input-type=module", "--eval", code];
  return run(process.execPath, args, compiled, settings(mock));
}

/**
 * Runs a shell sample beside the programs of the quickstart, with the mock server of the test in place
 * of the one on its usual port.
 */
export function runShell(
  script: string,
  mock: MockServer,
  folder = join(compiled, "quickstart"),
): Promise<Run> {
  const here = script
    .replaceAll("http://127.0.0.1:4010", mock.url)
    .replaceAll("curl ", "curl -sS --fail-with-body ");
  const args = ["--norc", "-euo", "pipefail", "-c", shellScript(here)];
  return run("bash", args, folder, settings(mock));
}

/**
 * The script with an `npx` that finds this workspace's commands, since the packages are not installed,
 * and with a `uuidgen`, which not every machine has.
 */
export const shellScript = (
  script: string,
) => `uuidgen() { node -p 'crypto.randomUUID()'; }
npx() {
  case "$1" in
    melio-mock | @melio-platform/mock-server) shift; node '${command}' "$@" ;;
    @redocly/cli@2) shift; node '${redocly}' "$@" ;;
    *) echo "npx: $1 is no command of this repository" >&2; return 127 ;;
  esac
}
${script}`;

/** The environment of a user who has Node and nothing else. */
export const environment = {
  PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
};

/** The environment of a user whose settings point to the mock server. */
function settings(mock: MockServer): Record<string, string> {
  const servers = openapi.servers.map(({ url }) => url);
  return {
    ...environment,
    MELIO_API_KEY: apiKey,
    MELIO_API_KEY_FILE: keyFile,
    MELIO_BASE_URL: mock.baseUrl,
    API_SERVERS: JSON.stringify(servers),
    API_STAND_IN: mock.baseUrl,
    NODE_OPTIONS: `--import=${preload}`,
  };
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<Run> {
  return new Promise((resolve) => {
    const onEnd = (
      error: ExecFileException | null,
      stdout: string,
      stderr: string,
    ) => resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    execFile(program, args, { cwd, env }, onEnd);
  });
}
