import type { ServerResponse } from "node:http";
import { constants, type ServerHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
// The test runner's fake timers replace the global ones.
import { setImmediate } from "node:timers";
import { TLSSocket } from "node:tls";
import type { ServerClock } from "../behaviour/clock.js";
import { type ContractResponse, type Fault, payloadOf } from "../messages.js";

const htmlPage =
  "<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1><p>An answer that a proxy gives.</p>\n";

/** Writes a response as bytes. */
export function writeResponse(
  out: ServerResponse,
  response: ContractResponse,
  date: string,
): void {
  const payload = payloadOf(response);
  const length = Buffer.byteLength(payload);
  // An upstream answers HEAD without the body, whose length only its header says.
  const isUnknown = out.req.method === "HEAD" && length === 0;
  const headers: Headers = Object.assign({ date }, response.headers);
  if (!isUnknown) Object.assign(headers, lengthOf(response, length));
  if (response.cookies) headers["set-cookie"] = [...response.cookies];
  writeHead(out, response.status, headers);
  // Node joins text to the headers; their encoding is Latin-1, so the text has to be ASCII.
  const isAscii = typeof payload === "string" && payload.length === length;
  if (isAscii && length <= pieceLength) out.end(payload, "latin1");
  else writePayload(out, Buffer.from(payload));
}

/** Lets the client know that it need not send the rest of its body. */
export function stopUpload(out: ServerResponse): void {
  const { stream } = out as MaybeHttp2;
  if (stream === undefined) out.setHeader("connection", "close");
  // RFC 9113, section 8.1. A client that waits to send the rest, and close(), would wait for it. The reset must
  // not overtake the response.
  else stream.once("finish", () => setImmediate(() => stream.destroy()));
}

/** Node's HTTP/2 response has a stream in addition. */
type MaybeHttp2 = ServerResponse & { stream?: ServerHttp2Stream };

type Headers = Record<string, string | number | string[]>;

function writeHead(
  out: ServerResponse,
  status: number,
  headers: Headers,
): void {
  // HTTP/2 has no such header, and its connection may stay open.
  if (headers["connection"] !== undefined && out.req.httpVersionMajor > 1) {
    const { connection: _, ...rest } = headers;
    out.writeHead(status, rest);
  } else out.writeHead(status, headers);
}

/** In bytes: whether a slow reader still reads is seen piece by piece. */
const pieceLength = 64 * 1024;

function writePayload(out: ServerResponse, payload: Buffer): void {
  if (payload.length <= pieceLength) {
    out.end(payload);
    return;
  }
  let start = 0;
  const writeOn = () => {
    while (start < payload.length && !out.destroyed) {
      const piece = payload.subarray(start, start + pieceLength);
      start += piece.length;
      if (!out.write(piece)) {
        out.once("drain", writeOn);
        return;
      }
    }
    out.end();
  };
  writeOn();
}

/** RFC 9110, section 8.6: a 204 has no Content-Length, and that of a 304 would describe another response. */
function lengthOf({ status }: ContractResponse, length: number) {
  return hasBody(status) ? { "content-length": length } : {};
}

function hasBody(status: number): boolean {
  return status !== 204 && status !== 304;
}

/** A response and what spoils it. */
export interface SpoiledResponse {
  readonly response: ContractResponse;
  readonly fault: Fault;
  readonly date: string;
  /** What parts of a body wait by. */
  readonly clock: ServerClock;
  readonly closing: AbortSignal;
}

/** Writes a response, spoiled as a fault says. Its delay has passed already. */
export async function writeSpoiled(
  out: ServerResponse,
  spoiled: SpoiledResponse,
): Promise<void> {
  const { response, fault, date } = spoiled;
  const { socket } = out.req;
  if (fault.reset) {
    resetConnection(out, socket);
    return;
  }
  const payload = hasBody(response.status)
    ? spoilPayload(payloadOf(response), fault)
    : Buffer.alloc(0);
  writeHead(out, response.status, {
    ...response.headers,
    date,
    ...lengthOf(response, payload.length),
    ...(fault.html && { "content-type": "text/html; charset=utf-8" }),
    ...(fault.contentType !== undefined && {
      "content-type": fault.contentType,
    }),
    ...lowerCaseNames(fault.headers),
    ...(fault.retryAfter !== undefined && {
      "retry-after": String(fault.retryAfter),
    }),
  });
  if (fault.truncate) {
    // The reset must not overtake the half that is to arrive.
    out.write(payload.subarray(0, payload.length / 2), () =>
      setImmediate(() => resetConnection(out, socket)),
    );
    return;
  }
  if (fault.slowBody !== undefined) {
    await writeSlowly(out, payload, { ...spoiled, duration: fault.slowBody });
  } else {
    writePayload(out, payload);
  }
}

/**
 * Node can reset plain TCP only; a TLS connection that ends without a close_notify is as broken. In HTTP/2
 * each request has a stream, which is reset alone.
 */
function resetConnection(out: ServerResponse, socket: Socket): void {
  const { stream } = out as MaybeHttp2;
  if (stream !== undefined) stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}

/** One spelling keeps a header from being sent twice. */
function lowerCaseNames(
  headers: Fault["headers"] = {},
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function spoilPayload(payload: string | Uint8Array, fault: Fault): Buffer {
  if (fault.html) return Buffer.from(htmlPage);
  const bytes = Buffer.from(payload);
  return fault.malformed
    ? Buffer.concat([bytes.subarray(0, -1), Buffer.from(",")])
    : bytes;
}

const pieces = 4;

async function writeSlowly(
  out: ServerResponse,
  payload: Buffer,
  {
    duration,
    clock,
    closing,
  }: Pick<SpoiledResponse, "clock" | "closing"> & { duration: number },
): Promise<void> {
  out.flushHeaders();
  const size = Math.ceil(payload.length / pieces) || 1;
  try {
    for (let start = 0; start < payload.length; start += size) {
      await clock.wait(duration / pieces, closing);
      if (out.destroyed) return;
      out.write(payload.subarray(start, start + size));
    }
    out.end();
  } catch {
    out.destroy(); // the mock server was reset
  }
}
