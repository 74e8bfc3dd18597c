import { type IncomingMessage, maxHeaderSize, STATUS_CODES } from "node:http";
import {
  type Answer,
  errorResponse,
  payloadOf,
  type Violation,
} from "../messages.js";

/** A request that cannot be read as HTTP. */
export interface MalformedRequest {
  readonly status: number;
  readonly message: string;
  /** As far as it could be read. */
  readonly method: string | undefined;
  readonly path: string | undefined;
}

// The statuses of Node's own answers, which have no body.
const statuses: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const messages: Record<number, string> = {
  408: "The request was not complete in time",
  413: "The extensions of a chunk are too long",
  431: "The headers are longer than 16 kB",
};

/** What Node's parser says to a request that it cannot read. */
export function malformedBy(
  cause: NodeJS.ErrnoException & { rawPacket?: Buffer },
): MalformedRequest {
  const status = statuses[cause.code ?? ""] ?? 400;
  const start = cause.rawPacket?.subarray(0, 2_000).toString("latin1") ?? "";
  const [, method, path] =
    /^([A-Z]{1,20}) (\/[^ ?\r\n]*)[^ \r\n]* HTTP\/1\.[01]\r?\n/.exec(start) ??
    [];
  const message =
    messages[status] ??
    `The request cannot be read as HTTP: ${cause.message.replace(/^Parse Error: /, "")}`;
  return { status, message, method, path };
}

/** What is wrong with headers that Node has read. `undefined` if nothing is. */
export function malformedHeaders(
  message: IncomingMessage,
): MalformedRequest | undefined {
  const { method, url: path, headers, httpVersion } = message;
  if (httpVersion === "1.1" && headers.host === undefined)
    return { status: 400, message: noHost, method, path };
  return areTooLong(message)
    ? { status: 431, message: messages[431] ?? "", method, path }
    : undefined;
}

const noHost =
  "The Host header is missing, which every HTTP/1.1 request has (RFC 9112, section 3.2)";

/** Node limits the headers of HTTP/1.1 alone; HTTP/2 has the same limit here. */
function areTooLong({
  httpVersionMajor,
  rawHeaders,
}: IncomingMessage): boolean {
  if (httpVersionMajor === 1) return false;
  const length = rawHeaders.reduce((sum, text) => sum + text.length, 0);
  return length > maxHeaderSize;
}

/** The answer to it. */
export function refuseMalformed({ status, message }: MalformedRequest): Answer {
  const violation: Violation = {
    location: ["request"],
    code: "malformed_http",
    severity: "error",
    message,
  };
  return {
    response: errorResponse(
      status,
      { code: "malformed_http", message: `${message}.` },
      { connection: "close" },
    ),
    outcome: "malformed_http",
    violations: [violation],
  };
}

/** The answer as bytes, for a connection that Node no longer answers. */
export function asHttp({ response }: Answer, date: string): string {
  const payload = payloadOf(response);
  const headers = {
    ...response.headers,
    date,
    "content-length": Buffer.byteLength(payload),
  };
  const lines = Object.entries(headers).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}\r\n${lines.join("")}\r\n${payload}`;
}
