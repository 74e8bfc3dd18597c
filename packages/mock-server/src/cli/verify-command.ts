import { type Command, Option } from "commander";
import { MockServerConfigError } from "../config-error.js";
import { wholeNumber } from "../option-table.js";
import {
  accountWorkflow,
  keyVariable,
  knownKeyWorkflow,
  readApiKey,
  type StepResult,
} from "../verify/inputs.js";
import { asArgument } from "./as-argument.js";
import { checkBaseUrl } from "./base-url.js";

interface VerifyFlags {
  baseUrl: string;
  account?: string;
  timeout: number;
  keyless?: boolean;
  json?: boolean;
}

const notes = `
The API key is taken from the environment variable ${keyVariable}, and is sent to the base URL alone.
Needs @redocly/cli, which runs the workflows: npm install --save-dev @redocly/cli@2

Exit codes: 0 if the server keeps the contract, 1 if it deviates or gives no answer, 2 if a flag, a
value or the key cannot be used, or the workflows cannot be run.`;

/** Gives `melio-mock verify` its flags and its work. */
export function describeVerify(command: Command): void {
  command
    .description(
      "Hold a real server against the contract, and list where it deviates.",
    )
    .requiredOption(
      "--base-url <url>",
      "server with its base path, for example https://api-sandbox.melio.com/v1",
    )
    .option(
      "--account <id>",
      `Account to mint for (default: the workflow ${accountWorkflow} is left out)`,
    )
    .addOption(
      new Option("--timeout <ms>", "how long to wait for each answer")
        .default(10_000)
        .argParser(asArgument(wholeNumber(1).parse)),
    )
    .option(
      "--keyless",
      `the server takes any API key: leave out the workflow ${knownKeyWorkflow}`,
    )
    .option("--json", "write the result as JSON")
    .addHelpText("after", notes)
    .action(run);
}

async function run(flags: VerifyFlags, command: Command): Promise<void> {
  try {
    // Who serves pays nothing for it.
    const { verify } = await import("../verify/verify.js");
    const { keyless = false } = flags;
    const baseUrl = checkBaseUrl("--base-url", flags.baseUrl);
    const steps = await verify({
      baseUrl,
      apiKey: readApiKey(keyless),
      keyless,
      account: flags.account,
      timeout: flags.timeout,
    });
    const deviations = steps.flatMap((step) => step.deviations);
    console.log(
      flags.json
        ? JSON.stringify({ baseUrl, steps })
        : report(baseUrl, steps, keyless),
    );
    if (deviations.length > 0 || steps.length === 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof MockServerConfigError)) throw error;
    command.error(`error: ${error.message}`);
  }
}

function report(
  baseUrl: string,
  steps: readonly StepResult[],
  keyless: boolean,
): string {
  const lines = steps.flatMap(
    ({ workflow, step, method, path, status, deviations }) => [
      `${deviations.length === 0 ? "ok  " : "FAIL"} ${workflow} / ${step}: ${method} ${path} ${status ?? "no answer"}`,
      ...deviations.flatMap(({ message, place, line }) => [
        `       ${message}`,
        `         ${place}`,
        ...(line === undefined
          ? []
          : [`         ${place.replace(/#.*$/s, "")}:${line}`]),
      ]),
    ],
  );
  const count = steps.flatMap((step) => step.deviations).length;
  return [
    `Verifying ${baseUrl}`,
    ...lines,
    ...(keyless
      ? [`Left out ${knownKeyWorkflow}: it needs a server that knows its keys.`]
      : []),
    count === 0
      ? `${steps.length} steps, no deviation.`
      : `${steps.length} steps, ${count} ${count === 1 ? "deviation" : "deviations"}.`,
  ].join("\n");
}
