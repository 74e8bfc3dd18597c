import { createServer } from "node:http";
import { inspect } from "node:util";
import type { MelioClientOptions } from "@melio-platform/client";
import { expect, test, vi } from "vitest";
import {
  createClient,
  markedKey,
  rejectionOf,
  thrownBy,
} from "./support/client.js";
import { findSecrets } from "./support/find-secrets.js";
import { type Reply, startServer } from "./support/http-server.js";
import { keepLog } from "./support/log-lines.js";
import { startRawServer } from "./support/raw-server.js";
import { tokenBody } from "./support/spec.js";
import { fixJitter, settleDown } from "./support/time.js";

const body = {
  data: {
    ...tokenBody.data,
    accessToken: "at_marked_7Jq2vN",
    refreshToken: "rt_marked_0Lw8bX",
  },
};
const json = JSON.stringify(body);
const secrets = [markedKey, body.data.accessToken, body.data.refreshToken];

test("the search finds what is hidden", () => {
  class Hidden extends Error {
    override get cause() {
      return { deep: [{ [Symbol("s")]: new Map([["k", markedKey]]) }] };
    }
  }
  expect(findSecrets(new Hidden(), secrets)).not.toEqual([]);
  expect(findSecrets(new Error(`a ${markedKey}`), secrets)).not.toEqual([]);
  expect(
    findSecrets(new Headers({ a: markedKey }), secrets).length,
  ).toBeGreaterThan(1);
  expect(findSecrets(new Error("nothing"), secrets)).toEqual([]);
});

interface Case {
  what: string;
  kind: string;
  reply?: Reply;
  options?: MelioClientOptions;
}

const echo = (body: unknown, status = 401): Reply => ({ status, body });

const cases: Case[] = [
  {
    what: "a key quoted in the message",
    kind: "unauthorized",
    reply: echo({ error: { code: "no", message: `Unknown key ${markedKey}` } }),
  },
  {
    what: "a key quoted in the code",
    kind: "unauthorized",
    reply: echo({ error: { code: markedKey, message: "No" } }),
  },
  {
    what: "a key quoted deep in the data, as a value and as a name",
    kind: "unauthorized",
    reply: echo({
      error: {
        code: "no",
        message: "No",
        data: { [markedKey]: [{ header: `Bearer ${markedKey}` }] },
      },
    }),
  },
  {
    what: "a key quoted in another JSON",
    kind: "unauthorized",
    reply: echo({ oops: [markedKey] }),
  },
  {
    what: "a key quoted in HTML",
    kind: "server_error",
    reply: echo(`<pre>${markedKey}</pre>`, 501),
  },
  {
    what: "a key quoted in JSON that is cut off within it",
    kind: "client_error",
    reply: echo(`{"error":{"message":"${markedKey}`, 418),
  },
  {
    what: "a key on the excerpt's edge",
    kind: "bad_request",
    reply: echo("a".repeat(490) + markedKey, 400),
  },
  {
    what: "a wrong response with tokens",
    kind: "response",
    reply: { body: { data: { ...body.data, expiresAt: "never" } } },
  },
  {
    what: "a cut response with tokens",
    kind: "response",
    reply: { body: json.slice(0, -1) },
  },
  {
    what: "a response reset amid the tokens",
    kind: "connection",
    reply: (response) => {
      response.writeHead(200, { "Content-Length": json.length });
      response.write(json.slice(0, -1), () => response.destroy());
    },
  },
  {
    what: "a body that stalls after the tokens",
    kind: "timeout",
    reply: (response) => {
      response.writeHead(200).write(json.slice(0, -1));
    },
    options: { timeout: 40 },
  },
  {
    what: "no answer",
    kind: "timeout",
    reply: () => {},
    options: { deadline: 20 },
  },
  {
    what: "a reset before the headers",
    kind: "connection",
    reply: (response) => {
      response.destroy();
    },
  },
  {
    what: "a redirect",
    kind: "redirect",
    reply: { status: 307, headers: { Location: "https://elsewhere.test/" } },
  },
  {
    what: "a malformed key from the vault",
    kind: "config",
    options: { apiKey: () => `${markedKey}\n` },
  },
];

test.for(cases)(
  "$what: no secret in the error, the client, the promise or the log",
  async ({ kind, reply = {}, options }) => {
    fixJitter(0);
    const server = await startServer(reply);
    const logger = keepLog();
    const melio = createClient(server, {
      logger,
      logLevel: "debug",
      apiKeyPrefix: "Bearer",
      maxRetries: 1,
      ...options,
    });
    const call = melio.auth.createToken({ melioAccount: "acc_123" });
    expect(findSecrets(call, secrets)).toEqual([]);
    const whole = call.withResponse();
    await settleDown();
    expect(inspect(whole, { showHidden: true, depth: 9 })).toContain("Promise");
    expect(findSecrets(whole, secrets)).toEqual([]);
    const error = await rejectionOf(whole);
    expect(error).toMatchObject({ kind });
    expect(findSecrets(error, secrets)).toEqual([]);
    expect(findSecrets(call, secrets)).toEqual([]);
    expect(findSecrets(melio, secrets)).toEqual([]);
    expect(logger.lines.length).toBeGreaterThan(kind === "config" ? 0 : 1);
    expect(findSecrets(logger.lines, secrets)).toEqual([]);
  },
);

const unparsable = {
  "an answer that repeats the request": (head: string) => head,
  "a chunk whose size is no number": () =>
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n${json}`,
  "two lengths that contradict each other": () =>
    `HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n${json}`,
};

test.for(Object.entries(unparsable))(
  "%s shows no secret, though Node's error holds its bytes",
  async ([, answer]) => {
    const server = await startRawServer((socket) => {
      socket.end(answer(server.requests.at(-1) ?? ""));
    });
    const logger = keepLog();
    const melio = createClient(server, { maxRetries: 0, logger });
    const error = await rejectionOf(melio.auth.createToken());
    expect(error).toMatchObject({
      kind: "connection",
      cause: { cause: { code: expect.stringMatching(/^HPE_/) } },
    });
    expect(findSecrets(error, secrets)).toEqual([]);
    expect(findSecrets(logger.lines, secrets)).toEqual([]);
  },
);

test("a global fetch that puts the request into its error shows no secret", async () => {
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    throw Object.assign(new Error("traced"), { config: { url, ...init } });
  });
  const melio = createClient(
    { baseUrl: "https://api.test/v1" },
    { maxRetries: 0 },
  );
  const error = await rejectionOf(melio.auth.createToken());
  vi.unstubAllGlobals();
  expect(error).toMatchObject({
    kind: "connection",
    cause: { message: "traced" },
  });
  expect(findSecrets(error, secrets)).toEqual([]);
});

test("every key that an attempt had is taken out of what the server says", async () => {
  fixJitter(0);
  const keys = ["sk_marked_first_1a", "sk_marked_second_2b"];
  const server = await startServer(
    { status: 503 },
    echo({ error: { code: "no", message: `Not ${keys.join(", nor ")}` } }),
  );
  let attempts = 0;
  const apiKey = () => keys[attempts++] ?? "";
  const melio = createClient(server, { apiKey });
  const error = await rejectionOf(melio.auth.createToken());
  expect(error).toMatchObject({ kind: "unauthorized", attempts: 2 });
  expect(findSecrets(error, keys)).toEqual([]);
});

test("a refused connection shows no secret", async () => {
  const free = createServer().listen(0);
  const { port } = free.address() as { port: number };
  free.close();
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  const melio = createClient({ baseUrl }, { maxRetries: 0 });
  const error = await rejectionOf(melio.auth.createToken());
  expect(error).toMatchObject({ kind: "connection" });
  expect(findSecrets(error, secrets)).toEqual([]);
});

test("a success shows the tokens to nobody but who asked: not in the client, not in the log", async () => {
  const server = await startServer({ body });
  const logger = keepLog();
  const melio = createClient(server, { logger, logLevel: "debug" });
  const token = await melio.auth.createToken();
  expect(token).toEqual(body.data);
  await melio.http.POST("/auth/token");
  expect(findSecrets(melio, secrets)).toEqual([]);
  expect(findSecrets(logger.lines, secrets)).toEqual([]);
});

test("a key with quotes, backslashes and spaces is found in an echo too", async () => {
  const apiKey = 'sk_"marked"\\ key';
  const server = await startServer(
    echo({ error: { code: "no", message: apiKey, data: [apiKey] } }),
  );
  const melio = createClient(server, { apiKey });
  const error = await rejectionOf(melio.auth.createToken());
  expect(error).toMatchObject({ status: 401, code: "no" });
  expect(findSecrets(error, [apiKey])).toEqual([]);
});

test("a setting that is refused shows no secret", () => {
  const server = { baseUrl: "https://api.test/v1" };
  const refused: MelioClientOptions[] = [
    { apiKey: `${markedKey}\r\nX-Evil: 1` },
    { apiKeyPrefix: `${markedKey}\n` },
    { baseUrl: `https://user:${markedKey}@api.test` },
    { baseUrl: `http://api.test/${markedKey}` },
    { baseUrl: `https://api.test/?key=${markedKey}` },
    { baseUrl: undefined, environment: markedKey as "sandbox" },
    { userAgent: `${markedKey}\n` },
    { timeout: markedKey as unknown as number },
    { logLevel: markedKey as "off" },
  ];
  for (const options of refused) {
    const error = thrownBy(() => createClient(server, options));
    expect(error).toMatchObject({ kind: "config" });
    expect(findSecrets(error, secrets)).toEqual([]);
  }
});

test.for([
  { status: 401, header: "WWW-Authenticate" },
  { status: 302, header: "Location" },
])(
  "a key quoted in the header $header shows in no error",
  async ({ status, header }) => {
    const headers = { [header]: `https://a.test/?key=${markedKey}` };
    const server = await startServer({ status, headers });
    const error = await rejectionOf(createClient(server).auth.createToken());
    expect(findSecrets(error, secrets)).toEqual([]);
  },
);

test.for([200, 401, 500])(
  "a key quoted in a header of a %s shows in no result of melio.http, however it is printed",
  async (status) => {
    const server = await startServer({
      status,
      headers: { "X-Echo": markedKey, "X-Request-Id": "7" },
      body: status === 200 ? tokenBody : { echo: markedKey },
    });
    const melio = createClient(server, { maxRetries: 0 });
    const result = await melio.http.POST("/auth/token");
    expect(result.response.status).toBe(status);
    expect(result.response.headers.get("X-Request-Id")).toBe("7");
    expect(result.response.headers.get("X-Echo")).toBe("[API key]");
    expect(inspect(result, { showHidden: true, depth: 9 })).not.toContain(
      markedKey,
    );
  },
);

test("a custom fetch that quotes its request leaks nothing", async () => {
  const fetch = async (_: unknown, init?: RequestInit) => {
    const headers = Object.fromEntries(new Headers(init?.headers));
    throw Object.assign(new Error(`No mock for ${JSON.stringify(headers)}`), {
      request: { headers },
    });
  };
  const melio = createClient(
    { baseUrl: "https://api.test/v1" },
    { fetch, maxRetries: 0 },
  );
  const error = await rejectionOf(melio.auth.createToken());
  expect(error).toMatchObject({ kind: "connection" });
  expect(findSecrets(error, secrets)).toEqual([]);
});
