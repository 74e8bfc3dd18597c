import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { MockServerConfigError } from "../config-error.js";
import { isLoopback } from "../control/guard.js";
import type { JournalEntry } from "../messages.js";
import type { MockServer } from "../mock-server.js";
import { defaults, optionTable } from "../option-table.js";
import { keyVariable, type MockServerOptions } from "../options.js";
import { startMockServer } from "../start-mock-server.js";
import { asArgument } from "./as-argument.js";
import {
  createLineWriter,
  escaped,
  exampleRequest,
  outliveReader,
  requestLine,
} from "./output.js";

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
  for (const option of optionsByFlag().values()) command.addOption(option);
  command
    .option("--https-cert <file>", "serve HTTPS with this certificate (PEM)")
    .option("--https-key <file>", "private key of the certificate (PEM)")
    .option("--json", "write each line as JSON")
    .addHelpText("after", examples)
    // Commander's own message about them does not say what was wrong.
    .allowExcessArguments()
    .action(serve);
}

/** The flags of the options that have one, by the name of the option. */
function optionsByFlag(): Map<string, Option> {
  const flags = new Map<string, Option>();
  for (const [name, { flag, parse }] of Object.entries(optionTable)) {
    if (flag === undefined) continue;
    const option = new Option(flag.flags, flag.help);
    if (parse) option.argParser(asArgument(parse));
    const value = flag.default ?? defaults[name as keyof typeof defaults];
    if (takesValue(option) && !Array.isArray(value) && value !== undefined)
      option.default(value);
    flags.set(name, option);
  }
  return flags;
}

const takesValue = ({ required }: Option) => required;

async function serve(flags: ServeFlags, command: Command): Promise<void> {
  const [unknown] = command.args;
  if (unknown !== undefined) {
    const names = command.commands.map((known) => known.name());
    command.error(
      `error: unknown command "${unknown}". Expected ${names.join(" or ")}, or none to start the mock server.`,
    );
  }
  const color = process.stdout.isTTY === true && !process.env["NO_COLOR"];
  outliveReader(process.stdout);
  const write = createLineWriter(process.stdout);
  const onRequest = (entry: JournalEntry) =>
    write(
      flags.json
        ? JSON.stringify({ event: "request", ...entry })
        : requestLine(entry, color),
    );
  try {
    const options = await toOptions(flags);
    const mock = await startMockServer({ ...options, onRequest });
    warnIfExposed(options);
    await announce(mock, options, flags);
    closeOnSignal(mock);
    closeWithRunner(mock);
  } catch (error) {
    if (!(error instanceof MockServerConfigError)) throw error;
    command.error(`error: ${error.message}`);
  }
}

async function toOptions(flags: ServeFlags): Promise<MockServerOptions> {
  const options: Record<string, unknown> = {};
  for (const [name, option] of optionsByFlag()) {
    options[name] = flags[option.attributeName() as keyof ServeFlags];
  }
  const { httpsCert, httpsKey } = flags;
  if ((httpsCert === undefined) !== (httpsKey === undefined)) {
    throw new MockServerConfigError(
      "--https-cert and --https-key belong together: pass both, each with the name of a PEM file.",
    );
  }
  if (httpsCert !== undefined && httpsKey !== undefined) {
    options["https"] = {
      cert: await readPem("--https-cert", httpsCert),
      key: await readPem("--https-key", httpsKey),
    };
  }
  return options;
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

async function announce(
  { url, baseUrl }: MockServer,
  { spec, apiKeys, control }: MockServerOptions,
  { json, httpsCert }: ServeFlags,
): Promise<void> {
  if (json) {
    console.log(JSON.stringify({ event: "listening", url, baseUrl }));
    return;
  }
  // A known key may be a real one, so it is not printed.
  const key = apiKeys === undefined ? "any-key" : `$${keyVariable}`;
  const curl = await exampleRequest(spec as string | undefined, baseUrl, key);
  const trust =
    httpsCert === undefined ? "" : ` --cacert "${escaped(httpsCert)}"`;
  const hint =
    apiKeys === undefined ? "Try:" : `Set ${keyVariable} to a key, and try:`;
  const page =
    control === false ? "" : ` Open ${url}/__mock/ to see the requests.`;
  console.log(
    `Listening on ${url}. Press Ctrl+C to stop.${page} ${hint}\n\n  ${curl}${trust}\n`,
  );
}

/** Finishes the requests in flight first. A second signal ends the process at once. */
export function closeOnSignal(mock: MockServer): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void mock.close());
  }
}

/** Warns if other machines may reach the server. */
export function warnIfExposed({
  host = defaults.host,
}: MockServerOptions): void {
  if (isLoopback(host)) return;
  console.error(
    `Warning: other machines may reach this server, because it listens on ${host}. Use test credentials only.`,
  );
}

/** Read at once: as soon as the server says that it listens, a script may stop npm. */
const runner = process.ppid;

/** How often to check whether npm is still there, in milliseconds. */
const runnerCheckInterval = 500;

/**
 * Stopping `npx melio-mock` or an npm script stops npm and its shell, which do not forward the signal. The
 * server then has another parent process than before.
 */
export function closeWithRunner(mock: MockServer): void {
  if (process.env["npm_command"] === undefined) return;
  const timer = setInterval(() => {
    if (process.ppid === runner) return;
    clearInterval(timer);
    void mock.close();
  }, runnerCheckInterval);
  timer.unref();
}
