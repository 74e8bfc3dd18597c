import type { Command } from "commander";
import { keyVariable, MockServerConfigError } from "../options.js";
import type { StepResult } from "../verify/find-deviations.js";
import { checkBaseUrl, timeoutFlag } from "./flags.js";
import { exitIfInvalid } from "./run-server.js";

interface VerifyFlags {
  baseUrl: string;
  account?: string;
  timeout: number;
  keyless?: boolean;
  json?: boolean;
}

/** The workflow that needs a server with known keys. */
const knownKeyWorkflow = "unknown-api-key";

/** The workflow that needs an Account. */
const accountWorkflow = "mint-for-account";

const notes = `
Reads the API key from the environment variable ${keyVariable}, and sends it to the base URL only.
Requires @redocly/cli to run the workflows: npm install --save-dev @redocly/cli@2

Exit codes:
  0  the server keeps the contract
  1  the server deviates from the contract, or does not respond
  2  a flag, a value or the key is invalid, or the workflows cannot run`;

/** Defines the flags and the action of `melio-mock verify`. */
export function describeVerify(command: Command): void {
  command
    .description(
      "Check whether a real server keeps the contract, and list its deviations.",
    )
    .requiredOption(
      "--base-url <url>",
      "URL of the server with its base path, such as https://api-sandbox.melio.com/v1",
    )
    .option(
      "--account <id>",
      `Account to mint a token for (default: skip the workflow ${accountWorkflow})`,
    )
    .addOption(timeoutFlag(10_000))
    .option(
      "--keyless",
      `the server accepts any API key: skip the workflow ${knownKeyWorkflow}`,
    )
    .option("--json", "write the result as JSON")
    .addHelpText("after", notes)
    .action(run);
}

async function run(flags: VerifyFlags, command: Command): Promise<void> {
  await exitIfInvalid(command, async () => {
    // Loaded here, so that the other commands start faster.
    const { verify } = await import("../verify/verify.js");
    const { keyless = false, account } = flags;
    const baseUrl = checkBaseUrl({ flag: "--base-url", text: flags.baseUrl });
    const steps = await verify({
      baseUrl,
      apiKey: readApiKey(keyless),
      account,
      skip: [
        ...(account === undefined ? [accountWorkflow] : []),
        ...(keyless ? [knownKeyWorkflow] : []),
      ],
      timeout: flags.timeout,
    });
    const deviations = steps.flatMap((step) => step.deviations);
    console.log(
      flags.json
        ? JSON.stringify({ baseUrl, steps })
        : report(baseUrl, steps, keyless),
    );
    if (deviations.length > 0 || steps.length === 0) process.exitCode = 1;
  });
}

/** What every HTTP library sends unchanged: printable ASCII, without leading or trailing spaces. */
const headerValue = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * @param keyless - Whether the server accepts any key, so that none is required.
 * @throws {@link MockServerConfigError} if there is no key, or if it cannot be sent. Does not quote the key.
 */
function readApiKey(keyless: boolean): string {
  const key = process.env[keyVariable] || (keyless ? "any-key" : undefined);
  if (key === undefined || key === "") {
    throw new MockServerConfigError(
      `${keyVariable} is not set. Set this environment variable to your API key. There is no flag for it, because other programs can read flags. If the server accepts any key, as a mock does, pass --keyless instead.`,
    );
  }
  if (!headerValue.test(key)) {
    throw new MockServerConfigError(
      `${keyVariable} cannot be sent as a header. Expected printable ASCII characters, without line breaks or leading or trailing spaces.`,
    );
  }
  return key;
}

function report(
  baseUrl: string,
  steps: readonly StepResult[],
  keyless: boolean,
): string {
  const lines = steps.flatMap(
    ({ workflow, step, method, path, status, deviations, skipped }) => [
      skipped
        ? `skip ${workflow} / ${step}: not run, because the workflow ended before it`
        : `${deviations.length === 0 ? "ok  " : "FAIL"} ${workflow} / ${step}: ${method} ${path} ${status ?? "no response"}`,
      ...deviations.flatMap(({ message, place, line }) => [
        `       ${message}`,
        `         ${place}`,
        ...(line === undefined
          ? []
          : [`         ${place.replace(/#.*$/s, "")}:${line}`]),
      ]),
    ],
  );
  const notRun = steps.filter(({ skipped }) => skipped).length;
  const run = `${steps.length} steps${notRun === 0 ? "" : `, ${notRun} of them not run`}`;
  const count = steps.flatMap((step) => step.deviations).length;
  return [
    `Verifying ${baseUrl}`,
    ...lines,
    ...(keyless
      ? [`Skipped ${knownKeyWorkflow}, because the server accepts any API key.`]
      : []),
    count === 0
      ? `${run}, no deviation.`
      : `${run}, ${count} ${count === 1 ? "deviation" : "deviations"}.`,
  ].join("\n");
}
