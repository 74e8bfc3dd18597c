import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import { createSecureServer, type ServerHttp2Stream } from "node:http2";
import { type AddressInfo, type Server, Socket } from "node:net";
// The test runner's fake timers replace the global ones.
import { clearInterval, setInterval } from "node:timers";
import { MockServerConfigError } from "../options.js";
import { type MalformedRequest, malformedBy } from "./malformed.js";

/** How a server handles requests and errors. */
export interface Handler {
  /** Answers one request; resolves when the answer is passed on to be sent. */
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    closing: AbortSignal,
  ): Promise<void>;
  /** Returns the bytes that answer invalid HTTP. */
  refuse(malformed: MalformedRequest): string;
  /** Answers a request whose headers are valid HTTP, but not acceptable. */
  refuseRead(
    malformed: MalformedRequest,
    request: IncomingMessage,
    response: ServerResponse,
  ): void;
}

/** Where and how to listen. */
export interface ListenOptions {
  readonly port: number;
  readonly host: string;
  /** PEM texts; with them the server speaks HTTPS, HTTP/2 as well as HTTP/1.1. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  /** How long a connection stays open for another request, in milliseconds; Node's own default is 5,000. */
  readonly keepAlive?: number;
  readonly limits?: Partial<Limits>;
}

/** Time limits in milliseconds. All defaults but one are Node's own. */
export interface Limits {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  /** How often those two are looked at. */
  readonly connectionsCheckingInterval: number;
  /** For a client that reads nothing of its response while the server closes. */
  readonly stalled: number;
}

const defaultLimits: Limits = {
  headersTimeout: 60_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 30_000,
  stalled: 10_000,
};

/** A server that listens. */
export interface HttpServer {
  /** `http://127.0.0.1:4010`, without a slash at its end. */
  readonly url: string;
  /** Finishes the requests in flight, without their delays, and frees the port. */
  close(): Promise<void>;
}

/** Starts to listen. */
export async function listen(
  options: ListenOptions,
  handler: Handler,
): Promise<HttpServer> {
  const { tls } = options;
  const { stalled, ...limits } = { ...defaultLimits, ...options.limits };
  const server = createServer(tls, {
    ...limits,
    keepAliveTimeout: options.keepAlive ?? 5_000,
    // Node's own answer to a missing Host has no body.
    requireHostHeader: false,
  });
  // Their bytes are bounded; beyond a number Node drops headers without a word.
  Object.assign(server, { maxHeadersCount: 0 });
  const closing = new AbortController();
  const traffic = answerRequests(server, handler, closing.signal);
  answerUnusual(server, handler);
  answerInvalid(server, handler, traffic);
  await startListening(server, options);
  const address = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;

  async function close(): Promise<void> {
    const freed = new Promise<void>((resolve) => server.close(() => resolve()));
    closing.abort();
    await endTraffic(traffic, stalled);
    await freed;
  }

  return {
    url: `${tls ? "https" : "http"}://${hostnameOf(address)}:${address.port}`,
    close() {
      closed ??= close();
      return closed;
    },
  };
}

/** The connections of a server, and the requests that it is answering. */
interface Traffic {
  readonly sockets: Set<Socket>;
  readonly inFlight: Set<InFlight>;
}

interface InFlight {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Resolves when the answer has left, or nobody is there to take it. */
  readonly done: Promise<void>;
}

/** Lets the handler answer requests, and keeps account of them. */
function answerRequests(
  server: Server,
  handler: Handler,
  closing: AbortSignal,
): Traffic {
  const inFlight = new Set<InFlight>();
  const sockets = new Set<Socket>();

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const sent = whenSent(response);
    try {
      await handler.answer(request, response, closing);
    } catch {
      // The client has gone, or a handler is broken; either way this connection is spent.
      response.destroy();
      request.socket?.destroy();
    }
    await sent;
  }

  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (closing.aborted && request.httpVersionMajor === 1)
      response.setHeader("connection", "close");
    const done = answer(request, response);
    const entry: InFlight = { request, response, done };
    inFlight.add(entry);
    void done.then(() => inFlight.delete(entry));
  });

  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => {
      sockets.delete(socket);
      // Node tells this to the response whose turn it is, but not to those that wait behind it.
      for (const { request, response } of inFlight)
        if (request.socket === socket) response.emit("close");
    });
  };
  server.on("connection", keep);
  server.on("secureConnection", keep);
  return { inFlight, sockets };
}

/** Resolves when a response has left, or nobody is there to take it. */
function whenSent(response: ServerResponse): Promise<void> {
  // Over HTTP/2, Node's response to a HEAD does not tell that it was destroyed. Its stream does.
  const { stream } = response as { stream?: ServerHttp2Stream };
  return new Promise((resolve) => {
    (stream ?? response).once("close", resolve);
  });
}

/** Answers the requests that Node reports in other ways than the rest. */
function answerUnusual(server: Server, handler: Handler): void {
  server.on(
    "checkExpectation",
    (request: IncomingMessage, response: ServerResponse) => {
      const { method, url: path } = request;
      const message = `The header Expect must be 100-continue, not "${request.headers.expect}"`;
      handler.refuseRead(
        { status: 417, message, method, path },
        request,
        response,
      );
    },
  );
  server.on(
    "connect",
    (request: IncomingMessage, out: Socket | ServerResponse) => {
      const message =
        "This server does not open tunnels (CONNECT): send the requests to it directly";
      const { method, url: path } = request;
      const malformed = { status: 501, message, method, path };
      out.on("error", () => out.destroy());
      // Over HTTP/2, it comes with a response like any other request.
      if (out instanceof Socket) out.end(handler.refuse(malformed));
      else handler.refuseRead(malformed, request, out);
    },
  );
}

/** Answers what cannot be read as HTTP. */
function answerInvalid(
  server: Server,
  handler: Handler,
  { inFlight }: Traffic,
): void {
  server.on(
    "clientError",
    async (cause: NodeJS.ErrnoException, socket: Socket) => {
      // Requests before it on the connection are answered first. Half a one is what is wrong.
      await Promise.all(
        [...inFlight]
          .filter(
            ({ request }) => request.socket === socket && request.complete,
          )
          .map(({ done }) => done),
      );
      if (!socket.writable || cause.code === "ECONNRESET") socket.destroy();
      else
        socket.end(handler.refuse(malformedBy(cause)), () => socket.destroy());
    },
  );
}

function startListening(
  server: Server,
  { port, host }: ListenOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(listenError(cause, host, port)),
    );
    server.listen(port, host, resolve);
  });
}

/** Lets the requests in flight finish, then ends all connections. */
async function endTraffic(
  { inFlight, sockets }: Traffic,
  stalled: number,
): Promise<void> {
  for (const { request } of inFlight) {
    // Half a request may never become a whole one.
    if (!request.complete) request.destroy();
  }
  const guard = destroyStalled(sockets, stalled);
  // An answer may let the next request of its connection in.
  while (inFlight.size > 0)
    await Promise.all([...inFlight].map(({ done }) => done));
  clearInterval(guard);
  // What is left keeps a connection for another request, or has sent half of its headers.
  for (const socket of sockets) socket.destroy();
}

/** A slow reader is waited for while it reads; one that has stopped would keep the server for ever. */
function destroyStalled(
  sockets: ReadonlySet<Socket>,
  limit: number,
): NodeJS.Timeout {
  const left = new Map<Socket, number>();
  return setInterval(() => {
    for (const socket of sockets) {
      const written = socket.bytesWritten - socket.writableLength;
      if (left.get(socket) === written) socket.destroy();
      left.set(socket, written);
    }
  }, limit);
}

/** An address that clients can connect to, instead of one that means all addresses. */
function hostnameOf({ address, family }: AddressInfo): string {
  if (address === "0.0.0.0") return "127.0.0.1";
  if (address === "::") return "[::1]";
  return family === "IPv6" ? `[${address}]` : address;
}

function createServer(
  tls: ListenOptions["tls"],
  options: ServerOptions,
): Server {
  if (tls === undefined) return createHttpServer(options);
  try {
    // By ALPN the client chooses. Its HTTP/2 has the interface of HTTP/1.1 (Node's compatibility API).
    return createSecureServer({
      ...(options as object),
      key: tls.key,
      cert: tls.cert,
      allowHTTP1: true,
    });
  } catch (cause) {
    throw new MockServerConfigError(
      `https: the certificate or its key is invalid (${(cause as Error).message}). Expected a certificate and its private key, both in PEM format.`,
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
    EADDRINUSE: `port ${port} is already in use. Stop the program that uses it, or use another port; 0 picks a free one.`,
    EACCES: `you are not allowed to use port ${port}. Use a port above 1023; 0 picks a free one.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all addresses.`,
    ENOTFOUND: `the host ${host} was not found. Use an address of this machine, such as 127.0.0.1.`,
  };
  const reason = reasons[cause.code ?? ""] ?? cause.message;
  return new MockServerConfigError(
    `Cannot listen on ${host}:${port}: ${reason}`,
    { cause },
  );
}
