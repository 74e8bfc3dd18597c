import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { MockServerConfigError } from "../config-error.js";
import { isLoopback } from "../control/guard.js";
import type { JournalEntry } from "../messages.js";
import type { MockServer } from "../mock-server.js";
import { defaults, optionTable } from "../option-table.js";
import type { MockServerOptions } from "../options.js";
import { startMockServer } from "../start-mock-server.js";
import { keyVariable } from "../verify/inputs.js";
import { asArgument } from "./as-argument.js";
import {
  createLineWriter,
  escaped,
  exampleRequest,
  requestLine,
} from "./output.js";

/** The flags as commander gives them: those of the options, and the command's own. */
interface ServeFlags {
  httpsCert?: string;
  httpsKey?: string;
  json?: boolean;
}

const examples = `
Examples:
  melio-mock                                     any API key, on port 4010
  melio-mock --api-key good=acc_1,acc_2          one key, which may act for two Accounts
  melio-mock --fail 503:0.1 --fail 429:0.05      a soak test: 10 % and 5 % of requests fail
  melio-mock --port 0 --json                     a free port, told as JSON, for scripts
  melio-mock verify --base-url https://api-sandbox.melio.com/v1
  melio-mock proxy --upstream https://api-sandbox.melio.com/v1

Times are in milliseconds. While it runs, GET /__mock/requests tells what came, and
POST /__mock/faults makes the next request fail; control.openapi.yaml in the package describes both.
Exit codes: 0 after Ctrl+C or SIGTERM, 1 if verify finds a deviation, 2 if a flag, a value or the port
cannot be used.`;

/** Gives the command its flags and its work: to serve until it is told to stop. */
export function describeServe(command: Command): void {
  command.description(
    "A mock of the Melio Platform API: its contract enforced, its behaviour played.",
  );
  for (const option of optionsByFlag().values()) command.addOption(option);
  command
    .option("--https-cert <file>", "serve HTTPS with this certificate, PEM")
    .option("--https-key <file>", "the certificate's private key, PEM")
    .option("--json", "write each line as JSON")
    .addHelpText("after", examples)
    .action(serve);
}

/** A flag for each option of the table that has one, by the option's name. */
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
  const color = process.stdout.isTTY === true && !process.env["NO_COLOR"];
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
    // Whoever read the lines has gone: `melio-mock | head`.
    process.stdout.once("error", () => void mock.close());
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
      "--https-cert and --https-key belong together. Expected both, each the name of a PEM file.",
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
      `${flag}: cannot read ${file}. Expected the name of a PEM file.`,
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
  // A known key may be a real one: it stays off the screen.
  const key = apiKeys === undefined ? "any-key" : `$${keyVariable}`;
  const curl = await exampleRequest(spec as string | undefined, baseUrl, key);
  const trust =
    httpsCert === undefined ? "" : ` --cacert "${escaped(httpsCert)}"`;
  const hint =
    apiKeys === undefined ? "Try:" : `Put a key into ${keyVariable}, and try:`;
  const page =
    control === false ? "" : ` Look at ${url}/__mock/ to see what comes.`;
  console.log(
    `Listening on ${url}. Stop with Ctrl+C.${page} ${hint}\n\n  ${curl}${trust}\n`,
  );
}

/** Requests in flight are finished first; a second signal ends the process at once. */
export function closeOnSignal(mock: MockServer): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void mock.close());
  }
}

/** Says so where other machines may reach the server. */
export function warnIfExposed({
  host = defaults.host,
}: MockServerOptions): void {
  if (isLoopback(host)) return;
  console.error(
    `Warning: listening on ${host}, other machines may reach this server. Use it with test credentials only.`,
  );
}

/** Taken at once: who is told that the server listens may stop npm at any time. */
const runner = process.ppid;

/** How often it is looked whether npm is still there, in milliseconds. */
const runnerCheckInterval = 500;

/**
 * Whoever stops `npx melio-mock` or a script of npm's stops npm and its shell, which pass no signal on. Then
 * the server has another parent than before.
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
