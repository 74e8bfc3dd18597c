import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { RecordedRequest, Scenario } from "../../suite/lab.js";
import { forward } from "./forward.js";
import { scenarios } from "./scenarios.js";

/** Stands in front of the mock server, records what comes, and does what a mock server cannot. */
export interface LabServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** `/<scenario>/<who>/requests` or `/<scenario>/<who>/<path at the mock server>` */
const pattern = /^\/(?<scenario>[a-z-]+)\/(?<who>[\w-]+)(?<path>\/.*)$/;

/**
 * @param mockOrigin - Where requests go that their scenario lets pass.
 * @param serveFile - Answers what is no scenario's: the page and modules of a browser.
 */
export async function startLabServer(
  mockOrigin: string,
  serveFile: (path: string, out: ServerResponse) => Promise<void>,
): Promise<LabServer> {
  const recorded = new Map<string, RecordedRequest[]>();

  async function answer(message: IncomingMessage, out: ServerResponse) {
    const url = message.url ?? "";
    const { scenario, who, path } = pattern.exec(url)?.groups ?? {};
    const behave = scenarios[scenario as Scenario];
    if (!behave || !path) return serveFile(url, out);

    const place = `${scenario}/${who}`;
    const requests = recorded.get(place) ?? [];
    if (path === "/requests") return out.end(JSON.stringify(requests));

    const body = Buffer.concat(await message.toArray());
    recorded.set(place, [...requests, record(message, path, body)]);
    const attempt = requests.length + 1;
    if (!behave(out, { attempt, path: `/mock/${who}${path}` }))
      await forward(message, out, mockOrigin + path);
  }

  const server = createServer((message, out) => {
    answer(message, out).catch((error: Error) =>
      out.destroyed ? undefined : out.destroy(error),
    );
  });
  await new Promise<void>((listening) =>
    server.listen(0, "127.0.0.1", listening),
  );
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function record(
  { method = "", rawHeaders }: IncomingMessage,
  path: string,
  body: Buffer,
): RecordedRequest {
  const headers: RecordedRequest["headers"] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    headers.push([name.toLowerCase(), value]);
  }
  return { method, path, headers, bodyLength: body.length };
}
