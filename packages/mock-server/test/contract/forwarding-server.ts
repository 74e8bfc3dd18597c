import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** What another server answered. */
export interface Answer {
  status: number;
  body: string;
}

/** Gives the answer that the caller gets in place of the one that another server gave. */
export type Tamper = (answer: Answer) => Answer;

/** A server on loopback that passes requests on and keeps their headers. */
export interface ForwardingServer extends AsyncDisposable {
  baseUrl: string;
  received: IncomingHttpHeaders[];
}

/** Starts a server that passes requests on to `target`, and what `tamper` makes of the answers back. */
export async function startForwardingServer(
  target: string,
  tamper: Tamper = (answer) => answer,
): Promise<ForwardingServer> {
  const received: IncomingHttpHeaders[] = [];
  const server = createServer(async (request, response) => {
    const { headers } = request;
    received.push(headers);
    const forwarded = await fetch(`${target}${request.url}`, {
      method: request.method ?? "POST",
      headers: Object.entries(headers).filter(
        (header): header is [string, string] =>
          ["accept", "api-key", "idempotency-key", "melio-account"].includes(
            header[0],
          ),
      ),
    });
    const answer = tamper({
      status: forwarded.status,
      body: await forwarded.text(),
    });
    response.writeHead(answer.status, { "Content-Type": "application/json" });
    response.end(answer.body);
  });
  await new Promise<void>((listening) =>
    server.listen(0, "127.0.0.1", listening),
  );
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
