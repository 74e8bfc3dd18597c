import { once } from "node:events";
import type { Server } from "node:http";
import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";
import { startMockServer } from "@melio-platform/mock-server";
import { expect, onTestFinished, test } from "vitest";
import { createExpressServer } from "../frameworks/express.js";
import { createFastifyServer } from "../frameworks/fastify.js";
import { createHonoServer } from "../frameworks/hono.js";
import { createNodeServer } from "../frameworks/node-http.js";

const apiKey = "sk_marked_key_of_the_frameworks";

type Handle = (request: Request) => Promise<Response>;

const frameworks: {
  framework: string;
  create: (handle: Handle) => unknown;
}[] = [
  { framework: "node:http", create: createNodeServer },
  { framework: "Express", create: createExpressServer },
  { framework: "Fastify", create: createFastifyServer },
  { framework: "Hono", create: createHonoServer },
];

const accounts = new Map([
  ["session=ada", "acc_ada"],
  ["session=ben", "acc_ben"],
]);

async function start(create: (handle: Handle) => unknown) {
  const mock = await startMockServer();
  const melio = createMelioClient({
    apiKey,
    baseUrl: mock.baseUrl,
    maxRetries: 0,
  });
  const handle = createTokenHandler({
    tokens: createTokenCache({ melio }),
    authorize: (request) => accounts.get(request.headers.get("Cookie") ?? ""),
  });
  const server = (await create(handle)) as Server;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    mock.assertNoViolations();
    await mock.close();
  });
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no port");
  const origin = `http://127.0.0.1:${address.port}`;
  const ask = (headers: Record<string, string> = {}, init: RequestInit = {}) =>
    fetch(`${origin}/melio/token`, {
      method: "POST",
      headers: { Cookie: "session=ada", Origin: origin, ...headers },
      ...init,
    });
  return { mock, ask };
}

/** All that came over the wire, but for the status line. */
async function textOf(response: Response) {
  return JSON.stringify([...response.headers]) + (await response.text());
}

test.for(frameworks)(
  "$framework: gives the session's Account its token",
  async ({ create }) => {
    const { mock, ask } = await start(create);
    const response = await ask();
    expect(response.status).toBe(200);
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(Date.parse(response.headers.get("Date") ?? "")).not.toBeNaN();
    const body = await response.json();
    expect(Object.keys(body)).toEqual(["accessToken", "expiresAt"]);
    expect(mock.isValid(body.accessToken)).toBe(true);
    expect(await (await ask()).json()).toEqual(body);
    mock.assertRequests([{ account: "acc_ada", status: 200 }]);
  },
);

test.for(frameworks)(
  "$framework: refuses who is not signed in, another site and another method",
  async ({ create }) => {
    const { mock, ask } = await start(create);
    expect((await ask({ Cookie: "" })).status).toBe(403);
    expect((await ask({ Origin: "https://evil.example" })).status).toBe(403);
    expect((await ask({ "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
    const get = await ask({}, { method: "GET" });
    expect(get.status).toBe(405);
    expect(get.headers.get("Allow")).toBe("POST");
    mock.assertRequests([]);
  },
);

test.for(frameworks)(
  "$framework: upstream's failure becomes a sober one, without the key",
  async ({ create }) => {
    const { mock, ask } = await start(create);
    mock.failNext({ status: 401 });
    const broken = await ask();
    expect(broken.status).toBe(502);
    const well = await ask();
    expect(well.status).toBe(200);
    mock.failNext({ status: 429, retryAfter: 7 });
    const busy = await ask({ Cookie: "session=ben" });
    expect(busy.status).toBe(503);
    expect(busy.headers.get("Retry-After")).toBe("7");
    for (const response of [busy, broken, well])
      expect(await textOf(response)).not.toContain(apiKey);
  },
);

test.for(frameworks)(
  "$framework: a form's or JSON's body, read already or not, is no hindrance",
  async ({ create, framework }) => {
    const { ask } = await start(create);
    const body = JSON.stringify({ ignored: true });
    const response = await ask(
      { "Content-Type": "application/json" },
      { body },
    );
    expect(response.status, framework).toBe(200);
  },
);
