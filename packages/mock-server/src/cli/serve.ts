import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import type { RandomFault } from "../behaviour/faults.js";
import type { JournalEntry } from "../behaviour/journal.js";
import { MockServerConfigError } from "../config-error.js";
import type { MockServer } from "../mock-server.js";
import type { KnownApiKey, MockServerOptions } from "../options.js";
import { defaults } from "../resolve-options.js";
import { startMockServer } from "../start-mock-server.js";
import { keyVariable } from "../verify/api-key.js";
import { escaped, exampleRequest } from "./example-request.js";
import { apiKey, randomFault, wholeNumber } from "./flag-values.js";
import { createLineWriter } from "./line-writer.js";
import { requestLine } from "./request-line.js";

interface ServeFlags {
  port: number;
  host: string;
  spec?: string;
  apiKey?: KnownApiKey[];
  tokenTtl: number;
  idempotencyTtl: number;
  seed?: string;
  fail?: RandomFault[];
  journalSize: number;
  control: boolean;
  cors?: boolean;
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

Times are in milliseconds. While it runs, GET /__mock/requests tells what came, and
POST /__mock/faults makes the next request fail; control.openapi.yaml in the package describes both.
Exit codes: 0 after Ctrl+C or SIGTERM, 1 if verify finds a deviation, 2 if a flag, a value or the port
cannot be used.`;

/** Gives the command its flags and its work: to serve until it is told to stop. */
export function describeServe(command: Command): void {
  command
    .description(
      "A mock of the Melio Platform API: its contract enforced, its behaviour played.",
    )
    .addOption(
      new Option("-p, --port <port>", "port to listen on; 0 takes a free one")
        .default(4010)
        .argParser(wholeNumber(0, 65_535)),
    )
    .option("--host <address>", "address to listen on", defaults.host)
    .option(
      "--spec <file>",
      "OpenAPI document to serve, JSON or YAML (default: Melio's)",
    )
    .addOption(
      new Option(
        "--api-key <key[=accounts]>",
        "API key that is known, and the Accounts it may act for; may be repeated (default: any key)",
      ).argParser(apiKey),
    )
    .addOption(
      new Option("--token-ttl <ms>", "how long a token is valid")
        .default(defaults.tokenTtl)
        .argParser(wholeNumber(1)),
    )
    .addOption(
      new Option(
        "--idempotency-ttl <ms>",
        "how long an idempotency key is remembered",
      )
        .default(defaults.idempotencyTtl)
        .argParser(wholeNumber(1)),
    )
    .option("--seed <text>", "makes tokens and random faults reproducible")
    .addOption(
      new Option(
        "--fail <status:rate>",
        "share of requests that fail at random, 503:0.1 for every tenth; may be repeated",
      ).argParser(randomFault),
    )
    .addOption(
      new Option("--journal-size <n>", "how many requests are kept")
        .default(defaults.journalSize)
        .argParser(wholeNumber(1, 1_000_000)),
    )
    .option("--no-control", "switch off the control API below /__mock")
    .option("--cors", "let browsers call from any origin")
    .option("--https-cert <file>", "serve HTTPS with this certificate, PEM")
    .option("--https-key <file>", "the certificate's private key, PEM")
    .option("--json", "write each line as JSON")
    .addHelpText("after", examples)
    .action(serve);
}

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
    const mock = await startMockServer({
      ...(await toOptions(flags)),
      onRequest,
    });
    await announce(mock, flags);
    closeOnSignal(mock);
    // Whoever read the lines has gone: `melio-mock | head`.
    process.stdout.once("error", () => void mock.close());
  } catch (error) {
    if (!(error instanceof MockServerConfigError)) throw error;
    command.error(`error: ${error.message}`);
  }
}

async function toOptions(flags: ServeFlags): Promise<MockServerOptions> {
  const { httpsCert, httpsKey, apiKey, fail, spec, seed } = flags;
  if ((httpsCert === undefined) !== (httpsKey === undefined)) {
    throw new MockServerConfigError(
      "--https-cert and --https-key belong together. Expected both, each the name of a PEM file.",
    );
  }
  const { port, host, tokenTtl, idempotencyTtl, journalSize, control, cors } =
    flags;
  return {
    port,
    host,
    tokenTtl,
    idempotencyTtl,
    journalSize,
    control,
    ...(cors !== undefined && { cors }),
    ...(spec !== undefined && { spec }),
    ...(seed !== undefined && { seed }),
    ...(apiKey !== undefined && { apiKeys: apiKey }),
    ...(fail !== undefined && { randomFaults: fail }),
    ...(httpsCert !== undefined &&
      httpsKey !== undefined && {
        https: {
          cert: await readPem("--https-cert", httpsCert),
          key: await readPem("--https-key", httpsKey),
        },
      }),
  };
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
  { json, spec, apiKey, httpsCert }: ServeFlags,
): Promise<void> {
  if (json) {
    console.log(JSON.stringify({ event: "listening", url, baseUrl }));
    return;
  }
  // A known key may be a real one: it stays off the screen.
  const key = apiKey === undefined ? "any-key" : `$${keyVariable}`;
  const curl = await exampleRequest(spec, baseUrl, key);
  const trust =
    httpsCert === undefined ? "" : ` --cacert "${escaped(httpsCert)}"`;
  const hint =
    apiKey === undefined ? "Try:" : `Put a key into ${keyVariable}, and try:`;
  console.log(
    `Listening on ${url}. Stop with Ctrl+C. ${hint}\n\n  ${curl}${trust}\n`,
  );
}

/** Requests in flight are finished first; a second signal ends the process at once. */
function closeOnSignal(mock: MockServer): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void mock.close());
  }
}
