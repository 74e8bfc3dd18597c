import { type Command, Option } from "commander";
import { MockServerConfigError } from "../config-error.js";
import { longestTimeout, optionTable, wholeNumber } from "../option-table.js";
import { asArgument } from "./as-argument.js";
import { checkBaseUrl } from "./base-url.js";
import { createLineWriter, outliveReader, requestLine } from "./output.js";
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
Point your program at the printed base URL instead of the API's. The proxy sends each request on with its
API key. The key goes to the upstream only, and never appears in any output. GET /__mock/requests lists the
requests, GET /__mock/violations lists the violations.

Exit codes:
  0  stopped by Ctrl+C or SIGTERM
  2  a flag, a value or a file is invalid, or the port is in use`;

/** Defines the flags and the action of `melio-mock proxy`. */
export function describeProxy(command: Command): void {
  const { port, host } = optionTable;
  command
    .description(
      "Check your traffic with the real API against the contract, request by request.",
    )
    .option(
      "--upstream <url>",
      "URL of the server with its base path, such as https://api-sandbox.melio.com/v1",
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
      "return an error for every request or response that violates the contract",
    )
    .option(
      "--violations-header",
      "list the violations in the response header sl-violations",
    )
    .option(
      "--record <file>",
      "record requests and responses in a file, without credentials",
    )
    .option(
      "--replay <file>",
      "respond from a recorded file, without an upstream",
    )
    .addOption(
      new Option("--timeout <ms>", "how long to wait for each response")
        .default(30_000)
        .argParser(asArgument(wholeNumber(1, longestTimeout).parse)),
    )
    .option("--json", "write each line as JSON")
    .addHelpText("after", notes)
    .action(run);
}

async function run(flags: ProxyFlags, command: Command): Promise<void> {
  const { port, host, record, replay, timeout, json } = flags;
  outliveReader(process.stdout);
  const write = createLineWriter(process.stdout);
  const color = process.stdout.isTTY === true && !process.env["NO_COLOR"];
  try {
    if ((flags.upstream === undefined) === (replay === undefined)) {
      throw new MockServerConfigError(
        "Expected either --upstream <url> or --replay <file>.",
      );
    }
    // Loaded here, so that the other commands start faster.
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
        : `Listening on ${url}. Press Ctrl+C to stop. The base URL is ${baseUrl}. Open ${url}/__mock/ to see the requests.\n`,
    );
    closeOnSignal(mock);
    closeWithRunner(mock);
  } catch (error) {
    if (!(error instanceof MockServerConfigError)) throw error;
    command.error(`error: ${error.message}`);
  }
}
