import type { IncomingMessage, ServerResponse } from "node:http";
import { type HttpServer, listen } from "../http/http-server.js";
import { refusals } from "../http/request-handler.js";
import type { ContractResponse } from "../messages.js";

/** A request that was passed on, and its response. */
export interface Exchange {
  readonly method: string;
  /** Without the base path. */
  readonly path: string;
  /** The response, or why there was none. */
  readonly answer: ContractResponse | { readonly failure: string };
}

/** A server on loopback that passes requests on and records the responses. */
export interface RecordingProxy {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  close: HttpServer["close"];
}

/** Options of the proxy. */
export interface RecordingProxyOptions {
  /** The server to pass requests on to, without a trailing slash. */
  readonly baseUrl: string;
  /** Header values to replace: the placeholder of the API key by the real key. */
  readonly replace: ReadonlyMap<string, string>;
  /** How long to wait for an answer, in milliseconds. */
  readonly timeout: number;
  /** The parsed body that the workflows' runner sees. */
  readonly shownBody: (exchange: Exchange) => unknown;
}

// Headers of one connection (RFC 9110, section 7.6.1), and those that `fetch` makes itself.
const ofConnection = new Set([
  ...["connection", "keep-alive", "te", "trailer", "transfer-encoding"],
  ...["upgrade", "host", "content-length", "accept-encoding", "expect"],
]);

/** Starts the proxy. The workflows' runner never sees the API key. */
export async function startRecordingProxy({
  baseUrl,
  replace,
  timeout,
  shownBody,
}: RecordingProxyOptions): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];

  async function passOn(
    request: IncomingMessage,
  ): Promise<Exchange & { text: string }> {
    const path = request.url ?? "/";
    const method = request.method ?? "GET";
    const headers = Object.entries(request.headers)
      .filter(([name]) => !ofConnection.has(name))
      .map(([name, value]): [string, string] => [
        name,
        replace.get(String(value)) ?? String(value),
      ]);
    try {
      const response = await fetch(baseUrl + path, {
        method,
        headers,
        // A redirect would send the API key elsewhere, so it is treated like any other response.
        redirect: "manual",
        signal: AbortSignal.timeout(timeout),
      });
      const text = await response.text();
      const answer = {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: parse(text),
      };
      return { method, path, answer, text };
    } catch (error) {
      return { method, path, answer: { failure: reasonOf(error) }, text: "" };
    }
  }

  const server = await listen(
    { port: 0, host: "127.0.0.1" },
    { ...refusals, answer },
  );
  return { url: server.url, exchanges, close: server.close };

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { text, ...exchange } = await passOn(request);
    exchanges.push(exchange);
    if ("failure" in exchange.answer) {
      response.destroy();
      return;
    }
    const type = exchange.answer.headers["content-type"];
    response.writeHead(exchange.answer.status, {
      // The runner reads JSON only under its name in lower case.
      ...(type !== undefined && { "content-type": type.toLowerCase() }),
    });
    const shown = shownBody(exchange);
    response.end(typeof shown === "object" ? JSON.stringify(shown) : text);
  }
}

/** Parses a body. If it is not JSON, it stays text, which is not an object for Prism. */
function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Returns why there was no response, without anything from the request. */
export function reasonOf(error: unknown): string {
  const { name, cause } = error as Error;
  if (name === "TimeoutError") return "no answer in time";
  // The message of an error without a cause may quote a header with the API key.
  if (!(cause instanceof Error)) return "the request could not be sent";
  // If a hostname has several addresses, the message is empty.
  return cause.message || (cause as NodeJS.ErrnoException).code || cause.name;
}
