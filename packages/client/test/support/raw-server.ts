import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface RawServer {
  baseUrl: string;
  /** The head of each request, as it came. */
  requests: string[];
  /** How many connections were made. */
  connections(): number;
}

/** What happens on the socket when a request has come; `attempt` counts from 1. */
export type OnRequest = (socket: Socket, attempt: number) => void;

/** Starts a server that speaks no HTTP of its own: every byte of an answer is the test's. */
export async function startRawServer(onRequest: OnRequest): Promise<RawServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => {}); // the client's end of a fault
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
      if (!received.endsWith("\r\n\r\n")) return;
      requests.push(received);
      received = "";
      onRequest(socket, requests.length);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    connections: () => connections,
  };
}

/** The value of a header in a request's head. */
export const headerOf = (request: string, name: string) =>
  request.match(new RegExp(`^${name}: (.*)$`, "im"))?.[1]?.trim();

/** A whole response as bytes, with the length that it claims. */
export function responseBytes(
  statusLine: string,
  headers: Record<string, string>,
  body: Uint8Array | string = "",
): Buffer {
  const head = Object.entries({
    "Content-Length": `${Buffer.byteLength(body)}`,
    ...headers,
  })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${statusLine}\r\n${head}\r\n`),
    Buffer.from(body),
  ]);
}
