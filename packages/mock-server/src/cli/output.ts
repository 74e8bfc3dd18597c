import { styleText } from "node:util";
import type { JournalEntry } from "../messages.js";
import { loadSpec } from "../prism/spec.js";

/**
 * Creates a function that writes lines. It writes all lines of one turn of the event loop together: a single
 * line appears at once, and a busy server does not pay for one write per line.
 */
export function createLineWriter(
  stream: NodeJS.WritableStream,
): (line: string) => void {
  let pending = "";
  return (line) => {
    if (pending === "") {
      setImmediate(() => {
        stream.write(pending);
        pending = "";
      });
    }
    pending += `${line}\n`;
  };
}

/**
 * Lets the server go on when the reader of its lines has gone: `melio-mock --json | head -1`, which reads the
 * address.
 */
export function outliveReader(stream: NodeJS.WritableStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

/** One readable line about a request. */
export function requestLine(entry: JournalEntry, color: boolean): string {
  const style = (format: "green" | "yellow" | "red" | "dim", text: string) =>
    color ? styleText(format, text, { validateStream: false }) : text;
  const { status, outcome, attempt, account } = entry;
  const failed = status === undefined || status >= 500;
  const facts = [
    outcome,
    ...(account === undefined ? [] : [account]),
    ...(attempt !== undefined && attempt > 1 ? [`attempt ${attempt}`] : []),
    `${entry.duration.toFixed(1)} ms`,
    ...entry.violations.map(({ message }) => style("red", message)),
  ];
  return [
    style("dim", entry.time.slice(11, 23)),
    entry.method,
    entry.path,
    style(
      failed ? "red" : status >= 400 ? "yellow" : "green",
      String(status ?? "reset"),
    ),
    facts.join(", "),
  ].join(" ");
}

/** What an example request is made of. */
export interface ExampleOptions {
  readonly spec: string | object | undefined;
  readonly baseUrl: string;
  /** Placed between the double quotes of a shell: a key, or a variable that has one. */
  readonly apiKey: string;
}

/** A `curl` command for the first operation of the spec, ready to run. */
export async function exampleRequest({
  spec,
  baseUrl,
  apiKey,
}: ExampleOptions): Promise<string> {
  const { operations } = await loadSpec(spec);
  const operation = operations[0];
  if (operation === undefined) return `curl ${baseUrl}`;
  const headers = (operation.request?.headers ?? [])
    .filter(({ required }) => required)
    .map(({ name, examples }) => {
      const example = examples?.[0];
      const value = example && "value" in example ? example.value : "example";
      return escaped(`${name}: ${value}`);
    });
  for (const scheme of operation.security?.flat() ?? []) {
    if (scheme.type === "apiKey" && scheme.in === "header") {
      headers.unshift(`${escaped(scheme.name)}: ${apiKey}`);
    }
  }
  return [
    `curl -X ${operation.method.toUpperCase()} ${baseUrl}${operation.path}`,
    ...headers.map((header) => `-H "${header}"`),
  ].join(" ");
}

/** Escapes a text for use between the double quotes of a shell. */
export function escaped(text: string): string {
  return text.replace(/["\\$`]/g, "\\$&");
}
