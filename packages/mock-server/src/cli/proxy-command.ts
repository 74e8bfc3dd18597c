import { type Command, Option } from "commander";
import { MockServerConfigError } from "../config-error.js";
import { optionTable, wholeNumber } from "../option-table.js";
import { asArgument } from "./as-argument.js";
import { checkBaseUrl } from "./base-url.js";
import { createLineWriter, requestLine } from "./output.js";
import { closeOnSignal, closeWithRunner, warnIfExposed } from "./serve.js";

interface ProxyFlags {
  upstream?: string;
  port: number;
  host: string;
  errors?: boolean;
  violationsHeader?: boolean;
  record?: string;
  replay?: string;
  timeout: number;
  json?: boolean;
}

const notes = `
Point your program at the printed base URL instead of the API's. Each request goes on with the API key
that it has; the key goes to the upstream alone, and into no output. GET /__mock/requests tells what came,
GET /__mock/violations what deviates.
Exit codes: 0 after Ctrl+C or SIGTERM, 2 if a flag, a value, a file or the port cannot be used.`;

/** Gives `melio-mock proxy` its flags and its work. */
export function describeProxy(command: Command): void {
  const { port, host } = optionTable;
  command
    .description(
      "Pass your own traffic on to the API, and hold each request and answer against the contract.",
    )
    .option(
      "--upstream <url>",
      "server with its base path, for example https://api-sandbox.melio.com/v1",
    )
    .addOption(
      new Option("-p, --port <port>", port.flag?.help)
        .default(4010)
        .argParser(asArgument(port.parse as never)),
    )
    .addOption(
      new Option("--host <address>", host.flag?.help).default("127.0.0.1"),
    )
    .option(
      "--errors",
      "answer what breaks the contract with an error, instead of passing it on",
    )
    .option(
      "--violations-header",
      "list the violations of each answer in the header sl-violations",
    )
    .option("--record <file>", "keep what passes, without credentials")
    .option("--replay <file>", "answer from such a file, without an upstream")
    .addOption(
      new Option("--timeout <ms>", "how long to wait for each answer")
        .default(30_000)
        .argParser(asArgument(wholeNumber(1).parse)),
    )
    .option("--json", "write each line as JSON")
    .addHelpText("after", notes)
    .action(run);
}

async function run(flags: ProxyFlags, command: Command): Promise<void> {
  const { port, host, record, replay, timeout, json } = flags;
  const write = createLineWriter(process.stdout);
  const color = process.stdout.isTTY === true && !process.env["NO_COLOR"];
  try {
    if ((flags.upstream === undefined) === (replay === undefined)) {
      throw new MockServerConfigError(
        "Expected either --upstream, the server that answers, or --replay, the file that does.",
      );
    }
    // Who serves pays nothing for it.
    const { startProxy } = await import("../proxy/start-proxy.js");
    const mock = await startProxy(
      {
        upstream: flags.upstream && checkBaseUrl("--upstream", flags.upstream),
        errors: flags.errors ?? false,
        violationsHeader: flags.violationsHeader ?? false,
        record,
        replay,
        timeout,
      },
      {
        port,
        host,
        onRequest: (entry) =>
          write(
            json
              ? JSON.stringify({ event: "request", ...entry })
              : requestLine(entry, color),
          ),
      },
    );
    const { url, baseUrl } = mock;
    warnIfExposed({ host });
    console.log(
      json
        ? JSON.stringify({ event: "listening", url, baseUrl })
        : `Listening on ${url}. Stop with Ctrl+C. The base URL is ${baseUrl}. Look at ${url}/__mock/ to see what passes.\n`,
    );
    closeOnSignal(mock);
    closeWithRunner(mock);
  } catch (error) {
    if (!(error instanceof MockServerConfigError)) throw error;
    command.error(`error: ${error.message}`);
  }
}
