import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { MockServerConfigError } from "../config-error.js";
import { errorResponse } from "../messages.js";

/** Answers one request; resolves when the answer is written. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
) => Promise<void>;

/** Where and how to listen. */
export interface ListenOptions {
  readonly port: number;
  readonly host: string;
  /** PEM texts; with them the server speaks HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
}

/** A server that listens. */
export interface HttpServer {
  /** `http://127.0.0.1:4010`, without a slash at its end. */
  readonly url: string;
  /** Finishes the requests in flight, without their delays, and frees the port. */
  close(): Promise<void>;
}

/** Starts to listen. */
export async function listen(
  { port, host, tls }: ListenOptions,
  handler: Handler,
): Promise<HttpServer> {
  const closing = new AbortController();
  const inFlight = new Map<Promise<void>, IncomingMessage>();
  let closed: Promise<void> | undefined;

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    if (closed) response.setHeader("connection", "close");
    const done = handler(request, response, closing.signal)
      .catch(() => {
        // The client has gone, or a handler is broken; either way this connection is spent.
        response.destroy();
      })
      .finally(() => inFlight.delete(done));
    inFlight.set(done, request);
  };
  const server =
    tls === undefined
      ? createHttpServer(onRequest)
      : createTlsServer(tls, onRequest);

  server.on("clientError", refuseMalformed);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(listenError(cause, host, port)),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;

  return {
    url: `${tls ? "https" : "http"}://${hostnameOf(address)}:${address.port}`,
    close() {
      closed ??= (async () => {
        const freed = new Promise<void>((resolve) =>
          server.close(() => resolve()),
        );
        closing.abort();
        for (const request of inFlight.values()) {
          // Half a request may never become a whole one.
          if (!request.complete) request.destroy();
        }
        await Promise.all(inFlight.keys());
        // What is left keeps a connection for another request, or has sent half of its headers.
        server.closeAllConnections();
        await freed;
      })();
      return closed;
    },
  };
}

/** An address to call: one that stands for all addresses is none. */
function hostnameOf({ address, family }: AddressInfo): string {
  if (address === "0.0.0.0") return "127.0.0.1";
  if (address === "::") return "[::1]";
  return family === "IPv6" ? `[${address}]` : address;
}

/** Node's own answer to what is no HTTP has no body. */
function refuseMalformed(cause: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || cause.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const { body } = errorResponse(400, {
    code: "malformed_http",
    message: `The request cannot be read as HTTP: ${cause.message}.`,
  });
  const payload = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(payload)}\r\nConnection: close\r\n\r\n${payload}`,
  );
}

function createTlsServer(
  { key, cert }: NonNullable<ListenOptions["tls"]>,
  onRequest: RequestListener,
): Server {
  try {
    return createHttpsServer({ key, cert }, onRequest);
  } catch (cause) {
    throw new MockServerConfigError(
      `https: the certificate or its key cannot be used (${(cause as Error).message}). Expected two texts in PEM form that belong together.`,
      { cause },
    );
  }
}

function listenError(
  cause: NodeJS.ErrnoException,
  host: string,
  port: number,
): Error {
  const reasons: Record<string, string> = {
    EADDRINUSE: `port ${port} is taken. Stop what listens there, or take another port; 0 takes a free one.`,
    EACCES: `port ${port} needs more rights. Take a port above 1023; 0 takes a free one.`,
    EADDRNOTAVAIL: `host ${host} is not an address of this machine.`,
    ENOTFOUND: `host ${host} is not known.`,
  };
  const reason = reasons[cause.code ?? ""] ?? cause.message;
  return new MockServerConfigError(
    `Cannot listen on ${host}:${port}: ${reason}`,
    {
      cause,
    },
  );
}

/**
 * Lets a page of any origin read the answer.
 *
 * @returns Whether the request was a preflight, and is answered.
 */
export function allowCrossOrigin(
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return false;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-expose-headers", "*");
  response.setHeader("vary", "Origin");

  const method = request.headers["access-control-request-method"];
  if (request.method !== "OPTIONS" || method === undefined) return false;
  response.writeHead(204, {
    "access-control-allow-methods": method,
    "access-control-allow-headers":
      request.headers["access-control-request-headers"] ?? "",
    "access-control-max-age": "600",
  });
  response.end();
  return true;
}
