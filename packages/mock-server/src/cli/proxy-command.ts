import type { Command } from "commander";
import { MockServerConfigError } from "../options.js";
import { checkBaseUrl, optionFlag, timeoutFlag } from "./flags.js";
import { exitIfInvalid, runServer } from "./run-server.js";

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
  command
    .description(
      "Check your traffic with the real API against the contract, request by request.",
    )
    .option(
      "--upstream <url>",
      "URL of the server with its base path, such as https://api-sandbox.melio.com/v1",
    )
    .addOption(optionFlag("port"))
    .addOption(optionFlag("host"))
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
    .addOption(timeoutFlag(30_000))
    .option("--json", "write each line as JSON")
    .addHelpText("after", notes)
    .action(run);
}

async function run(flags: ProxyFlags, command: Command): Promise<void> {
  const { port, host, record, replay, timeout, json = false } = flags;
  await exitIfInvalid(command, async () => {
    if ((flags.upstream === undefined) === (replay === undefined)) {
      throw new MockServerConfigError(
        "Expected either --upstream <url> or --replay <file>.",
      );
    }
    const upstream =
      flags.upstream &&
      checkBaseUrl({ flag: "--upstream", text: flags.upstream });
    // Loaded here, so that the other commands start faster.
    const { startProxy } = await import("../proxy/proxy.js");
    const proxyOptions = {
      upstream,
      errors: flags.errors ?? false,
      violationsHeader: flags.violationsHeader ?? false,
      record,
      replay,
      timeout,
    };
    await runServer({
      json,
      host,
      start: (onRequest) => startProxy(proxyOptions, { port, host, onRequest }),
      announce: ({ url, baseUrl }) =>
        `Listening on ${url}. Press Ctrl+C to stop. The base URL is ${baseUrl}. Open ${url}/__mock/ to see the requests.\n`,
    });
  });
}
