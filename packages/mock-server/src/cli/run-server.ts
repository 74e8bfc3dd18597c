import type { Command } from "commander";
import { isLoopback } from "../control/guard.js";
import type { MockServer } from "../mock-server.js";
import { defaults } from "../option-table.js";
import { MockServerConfigError, type MockServerOptions } from "../options.js";
import { createLineWriter, outliveReader, requestLine } from "./output.js";

/** How a command starts a server and presents it. */
export interface ServerRun {
  /** Whether each line is JSON. */
  readonly json: boolean;
  readonly host: string | undefined;
  start(
    onRequest: NonNullable<MockServerOptions["onRequest"]>,
  ): Promise<MockServer>;
  /** Says to a person where the server listens. */
  announce(mock: MockServer): string | Promise<string>;
}

/** Starts a server, writes where it listens and a line for each request, and closes it at the end. */
export async function runServer({
  json,
  host,
  start,
  announce,
}: ServerRun): Promise<void> {
  outliveReader(process.stdout);
  const write = createLineWriter(process.stdout);
  const color = process.stdout.isTTY === true && !process.env["NO_COLOR"];
  const mock = await start((entry) =>
    write(
      json
        ? JSON.stringify({ event: "request", ...entry })
        : requestLine(entry, color),
    ),
  );
  warnIfExposed(host);
  const { url, baseUrl } = mock;
  console.log(
    json
      ? JSON.stringify({ event: "listening", url, baseUrl })
      : await announce(mock),
  );
  closeOnSignal(mock);
  closeWithRunner(mock);
}

/** Runs a command's action. If a flag or a value is invalid, the command ends with the reason. */
export async function exitIfInvalid(
  command: Command,
  action: () => Promise<void>,
): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof MockServerConfigError)) throw error;
    command.error(`error: ${error.message}`);
  }
}

/** Finishes the requests in flight first. A second signal ends the process at once. */
function closeOnSignal(mock: MockServer): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void mock.close());
  }
}

/** Warns if other machines may reach the server. */
function warnIfExposed(host = defaults.host): void {
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
function closeWithRunner(mock: MockServer): void {
  if (process.env["npm_command"] === undefined) return;
  const timer = setInterval(() => {
    if (process.ppid === runner) return;
    clearInterval(timer);
    void mock.close();
  }, runnerCheckInterval);
  timer.unref();
}
