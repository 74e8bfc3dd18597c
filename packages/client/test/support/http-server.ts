import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { tokenBody } from "./spec.js";

/** A response as data. */
export interface Answer {
  status?: number;
  headers?: Record<string, string | string[]>;
  /** A string goes out as it is, anything else as JSON. */
  body?: unknown;
}

/** What the server answers: data, or a function that writes the response itself. */
export type Reply =
  | Answer
  | ((
      response: ServerResponse,
      ...request: Parameters<RequestListener>
    ) => void);

export interface RecordedRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
}

export interface TestServer {
  baseUrl: string;
  requests: RecordedRequest[];
}

/** The answer of a service that is well. */
export const success: Reply = { body: tokenBody };

/** Starts a server on loopback that gives these replies in turn, the last one over and over. */
export async function startServer(...replies: Reply[]): Promise<TestServer> {
  const requests: RecordedRequest[] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    requests.push({ method, url, headers });
    const reply =
      replies[Math.min(requests.length, replies.length) - 1] ?? success;
    if (typeof reply === "function") reply(response, request, response);
    else write(response, reply);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/v1`, requests };
}

function write(
  response: ServerResponse,
  { status = 200, headers = {}, body }: Answer,
) {
  const json = typeof body !== "string" && body !== undefined;
  response.writeHead(status, {
    ...(json && { "Content-Type": "application/json" }),
    ...headers,
  });
  response.end(json ? JSON.stringify(body) : body);
}
