import { once } from "node:events";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { brotliDecompress, unzip } from "node:zlib";
import {
  type ContractResponse,
  connectionHeaders,
  type IncomingRequest,
  parseJson,
} from "../messages.js";

/** Gives the answer to a request that is passed on; rejects if there is none. */
export type Upstream = (
  incoming: IncomingRequest,
  closing: AbortSignal,
) => Promise<ContractResponse>;

/** Headers that are not passed on: whoever sends the next message has its own. */
const notPassedOn = new Set([
  ...connectionHeaders,
  ...["proxy-authorization", "proxy-authenticate", "host", "expect", "date"],
  // Codings are undone here.
  ...["content-length", "content-encoding", "accept-encoding"],
]);

/** Where requests go. */
export interface UpstreamOptions {
  /** With the base path, without a trailing slash. */
  readonly baseUrl: string;
  /** The path that requests have instead of the base path. */
  readonly basePath: string;
  /** How long to wait for the whole response, in milliseconds. */
  readonly timeout: number;
}

/**
 * Makes the function that sends a request to a server. By Node's own client, since `fetch` has no TRACE, no
 * body with GET, and changes paths.
 */
export function createUpstream({
  baseUrl,
  basePath,
  timeout,
}: UpstreamOptions): Upstream {
  const base = new URL(baseUrl);
  const send = base.protocol === "https:" ? requestHttps : requestHttp;
  const upstreamPath = base.pathname.replace(/\/+$/, "");

  return async ({ method, path, query, headers, body }, closing) => {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(timeout)]);
    const content = body instanceof Uint8Array ? body : undefined;
    const request = send(base, {
      method,
      path: `${upstreamPath}${path.slice(basePath.length)}${query && `?${query}`}`,
      headers: {
        ...passing(Object.entries(headers)),
        ...lengthOf(method, content),
      },
      signal,
    });
    request.end(content);
    // Whoever waits below has each error too, as long as it waits.
    request.on("error", () => {});
    // Without a listener, Node ends the connection without an error.
    request.once("upgrade", (_message, socket) => {
      socket.destroy();
      request.emit("error", new Error("it switched to another protocol"));
    });
    try {
      const [message] = (await once(request, "response", { signal })) as [
        IncomingMessage,
      ];
      return await toAnswer(message, method, await buffer(message));
    } catch (cause) {
      // A time limit is a reason of its own.
      throw signal.aborted
        ? signal.reason
        : new Error("The upstream did not respond", { cause });
    }
  };
}

/** Node announces the body of a GET only with an explicit length. */
function lengthOf(
  method: string,
  content: Uint8Array | undefined,
): Record<string, number> {
  const expectsBody = ["POST", "PUT", "PATCH"].includes(method);
  return content === undefined && !expectsBody
    ? {}
    : { "content-length": content?.length ?? 0 };
}

async function toAnswer(
  { statusCode = 502, headers, headersDistinct }: IncomingMessage,
  method: string,
  bytes: Buffer,
): Promise<ContractResponse> {
  const { "set-cookie": cookies, ...distinct } = headersDistinct;
  const joined = Object.entries(distinct).map(
    ([name, values = []]): [string, string] => [name, values.join(", ")],
  );
  if (statusCode < 100) throw new Error(`it sent the status ${statusCode}`);
  const length = headers["content-length"];
  const coding = headers["content-encoding"];
  const decode = decoders.get(coding?.trim().toLowerCase() ?? "");
  const body =
    decode === undefined || bytes.length === 0
      ? bytes
      : await decode(bytes).catch(() => {
          throw new Error(`its body is not valid ${coding}`);
        });
  return {
    status: statusCode,
    headers: {
      ...passing(joined),
      // Whoever applied a coding that is unknown here says so to the client.
      ...(coding !== undefined &&
        decode === undefined && { "content-encoding": coding }),
      // Of the body that a GET would have.
      ...(method === "HEAD" &&
        length !== undefined && { "content-length": length }),
    },
    ...(cookies !== undefined && { cookies }),
    body: textOrBytes(body),
  };
}

const inflate = promisify(unzip);

/** The proxy asks for no coding, but a server may apply one anyway. By name (RFC 9110, section 8.4.1). */
const decoders = new Map<string, (bytes: Buffer) => Promise<Buffer>>([
  ["br", promisify(brotliDecompress)],
  ["deflate", inflate],
  ["gzip", inflate],
  ["x-gzip", inflate],
]);

/** Returns text if it converts back to the same bytes, so that it can be checked and recorded. */
function textOrBytes(body: Buffer): string | Uint8Array {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      body,
    );
  } catch {
    return new Uint8Array(body);
  }
}

function passing(headers: Iterable<[string, string]>): Record<string, string> {
  return Object.fromEntries(
    [...headers].filter(([name]) => !notPassedOn.has(name)),
  );
}

/** The response in the form that is checked: its body parsed; the letter case of a media type says nothing. */
export function asChecked(response: ContractResponse): ContractResponse {
  const { "content-type": type, ...headers } = response.headers;
  const [name = "", ...parameters] = (type ?? "").split(";");
  return {
    status: response.status,
    headers: {
      ...headers,
      ...(response.cookies && { "set-cookie": response.cookies.join(", ") }),
      ...(type !== undefined && {
        "content-type": [name.toLowerCase(), ...parameters].join(";"),
      }),
    },
    body: checkedBody(response.body),
  };
}

function checkedBody(body: unknown): unknown {
  // For a schema they are a string, as in OpenAPI.
  if (body instanceof Uint8Array) return Buffer.from(body).toString("latin1");
  return typeof body === "string" && body !== "" ? parseJson(body) : undefined;
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
