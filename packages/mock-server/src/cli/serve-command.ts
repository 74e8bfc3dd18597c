import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { MockServer } from "../mock-server.js";
import { optionTable } from "../option-table.js";
import {
  keyVariable,
  MockServerConfigError,
  type MockServerOptions,
} from "../options.js";
import { startMockServer } from "../start-mock-server.js";
import { optionFlag, optionsWithFlag } from "./flags.js";
import { escaped, exampleRequest } from "./output.js";
import { exitIfInvalid, runServer } from "./run-server.js";

/** The flags of the command itself. Commander adds those of the options. */
interface ServeFlags {
  httpsCert?: string;
  httpsKey?: string;
  json?: boolean;
}

const examples = `
Examples:
  melio-mock                                     accept any API key, on port 4010
  melio-mock --api-key good=acc_1,acc_2          accept one key, which may act for two Accounts
  melio-mock --fail 503:0.1 --fail 429:0.05      run a soak test: 10% and 5% of requests fail
  melio-mock --port 0 --json                     pick a free port and print it as JSON, for scripts
  melio-mock verify --base-url https://api-sandbox.melio.com/v1
  melio-mock proxy --upstream https://api-sandbox.melio.com/v1

All times are in milliseconds. While the server is running, GET /__mock/requests lists the requests that it
received, and POST /__mock/faults makes the next request fail. control.openapi.yaml in the package
describes the whole control API.

Exit codes:
  0  stopped by Ctrl+C or SIGTERM
  1  verify found a deviation
  2  a flag or a value is invalid, or the port is in use`;

/** Defines the flags and the action of the command without a subcommand. */
export function describeServe(command: Command): void {
  command.description(
    "Start a mock server of the Melio Platform API that enforces its contract.",
  );
  for (const name of optionsWithFlag) command.addOption(optionFlag(name));
  for (const { flags, help } of optionTable.https.fileFlags)
    command.option(flags, help);
  command
    .option("--json", "write each line as JSON")
    .addHelpText("after", examples)
    // Commander's own message about them does not say what was wrong.
    .allowExcessArguments()
    .action(serve);
}

async function serve(flags: ServeFlags, command: Command): Promise<void> {
  const [unknown] = command.args;
  if (unknown !== undefined) {
    const names = command.commands.map((known) => known.name());
    command.error(
      `error: unknown command "${unknown}". Expected ${names.join(" or ")}, or none to start the mock server.`,
    );
  }
  await exitIfInvalid(command, async () => {
    const options = await toOptions(flags);
    await runServer({
      json: flags.json ?? false,
      host: options.host,
      start: (onRequest) => startMockServer({ ...options, onRequest }),
      announce: (mock) => announce(mock, options, flags.httpsCert),
    });
  });
}

async function toOptions(flags: ServeFlags): Promise<MockServerOptions> {
  const https = await readCertificate(flags);
  return Object.fromEntries([
    ...optionsWithFlag.map((name) => [
      name,
      flags[optionFlag(name).attributeName() as keyof ServeFlags],
    ]),
    ["https", https],
  ]);
}

async function readCertificate({
  httpsCert,
  httpsKey,
}: ServeFlags): Promise<MockServerOptions["https"]> {
  if (httpsCert === undefined && httpsKey === undefined) return undefined;
  if (httpsCert === undefined || httpsKey === undefined) {
    throw new MockServerConfigError(
      "--https-cert and --https-key belong together: pass both, each with the name of a PEM file.",
    );
  }
  return {
    cert: await readPem("--https-cert", httpsCert),
    key: await readPem("--https-key", httpsKey),
  };
}

async function readPem(flag: string, file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new MockServerConfigError(
      `${flag}: cannot read ${file}. Pass the name of a PEM file.`,
      { cause },
    );
  }
}

/** Where the server listens, and a command that calls it. */
async function announce(
  { url, baseUrl }: MockServer,
  { spec, apiKeys, control }: MockServerOptions,
  httpsCert: string | undefined,
): Promise<string> {
  // A known key may be a real one, so it is not printed.
  const apiKey = apiKeys === undefined ? "any-key" : `$${keyVariable}`;
  const curl = await exampleRequest({ spec, baseUrl, apiKey });
  const trust =
    httpsCert === undefined ? "" : ` --cacert "${escaped(httpsCert)}"`;
  const hint =
    apiKeys === undefined ? "Try:" : `Set ${keyVariable} to a key, and try:`;
  const page =
    control === false ? "" : ` Open ${url}/__mock/ to see the requests.`;
  return `Listening on ${url}. Press Ctrl+C to stop.${page} ${hint}\n\n  ${curl}${trust}\n`;
}
