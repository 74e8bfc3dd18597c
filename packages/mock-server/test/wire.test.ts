import { readFile } from "node:fs/promises";
import { connect as connectHttp2, constants } from "node:http2";
import { connect } from "node:net";
import { startMockServer } from "@melio-platform/mock-server";
import { afterEach, describe, expect, test, vi } from "vitest";
import { listen } from "../src/http/http-server.js";
import { refusals } from "../src/http/request-handler.js";
import { createCaller } from "./support/caller.js";
import { createCertificate } from "./support/certificate.js";
import { largerSpec } from "./support/larger-spec.js";
import { rawRequest, readAnswers, sendRaw } from "./support/raw.js";

const credentials = ["API-Key: k"];
const good = ["Host: x", "Idempotency-Key: i", ...credentials];
const target = "/v1/auth/token";

describe("on the wire", async () => {
  const mock = await startMockServer();
  const call = createCaller(mock.baseUrl);
  afterEach(() => mock.reset());
  const raw = async (bytes: string) =>
    readAnswers(await sendRaw(mock.url, bytes));

  test.each([
    ["with a length", "Content-Length: 7", '{"a":1}', 400],
    ["chunked", "Transfer-Encoding: chunked", '7\r\n{"a":1}\r\n0\r\n\r\n', 400],
    ["chunked, and empty", "Transfer-Encoding: chunked", "0\r\n\r\n", 200],
    ["of no bytes", "Content-Length: 0", "", 200],
  ])("a body %s is judged by its bytes", async (_, framing, body, status) => {
    const [answer] = await raw(rawRequest(target, [...good, framing], body));
    expect(answer?.status).toBe(status);
  });

  test("a body judged by its length is judged alike when it comes chunked", async () => {
    await using larger = await startMockServer({ spec: largerSpec });
    const put = async (framing: string, body: string) => {
      const headers = [...good, "Content-Type: application/json", framing];
      const [answer] = readAnswers(
        await sendRaw(
          larger.url,
          rawRequest("/v1/accounts/acc_1", headers, body, "PUT"),
        ),
      );
      return answer?.status;
    };
    const body = '{"name":""}';
    const size = body.length.toString(16);
    expect(await put(`Content-Length: ${body.length}`, body)).toBe(400);
    const chunked = `${size}\r\n${body}\r\n0\r\n\r\n`;
    expect(await put("Transfer-Encoding: chunked", chunked)).toBe(400);
    const right = '{"name":"Ada"}';
    const whole = `${right.length.toString(16)}\r\n${right}\r\n0\r\n\r\n`;
    expect(await put("Transfer-Encoding: chunked", whole)).toBe(200);
  });

  test.each([
    "API-Key: k",
    "Idempotency-Key: i",
    "Idempotency-Key: other",
    "Melio-Account: acc_1\r\nMelio-Account: acc_1",
    "Host: x",
  ])("%j sent twice is a violation with the header's name", async (again) => {
    const [answer] = await raw(rawRequest(target, [...good, again]));
    const name = again.split(":")[0]?.toLowerCase();
    expect(answer?.status).toBe(400);
    expect(mock.violations()).toMatchObject([
      { code: "repeated", location: ["request", "header", name] },
    ]);
  });

  test.each([
    ["k", 200],
    ["Bearer k", 200],
    ["Bearer  k", 401],
    ["Bearer\tk", 401],
    ["Bearer other k", 401],
  ])("the API key %j is answered with %i", async (key, status) => {
    const answer = await call({ headers: { "API-Key": key } });
    expect(answer.status).toBe(status);
    expect(mock.violations()).toHaveLength(status === 200 ? 0 : 1);
  });

  test.each([
    `http://api.melio.com${target}`,
    `HTTPS://api.melio.com:8443${target}`,
    `http://api.melio.com${target}?__code=200`,
  ])("the whole URL %s is served, as a proxy is asked", async (url) => {
    const [answer] = await raw(rawRequest(url, good));
    expect(answer?.status).toBe(200);
    expect(mock.requests()[0]?.path).toBe(target);
  });

  test("a tunnel is refused with a word", async () => {
    const [answer] = await raw(
      "CONNECT api.melio.com:443 HTTP/1.1\r\nHost: api.melio.com:443\r\n\r\n",
    );
    expect(answer).toMatchObject({
      status: 501,
      body: { error: { code: "malformed_http" } },
    });
  });

  test("HEAD is answered wherever GET is, without a body", async () => {
    await using larger = await startMockServer({ spec: largerSpec });
    const urls = ["/__mock/health", "/v1/accounts/acc_1", "/"];
    for (const path of urls) {
      const headers = { "API-Key": "k" };
      const got = await fetch(larger.url + path, { headers });
      const head = await fetch(larger.url + path, { method: "HEAD", headers });
      expect([path, head.status]).toEqual([path, got.status]);
      expect(got.status).toBe(200);
      expect(await head.text()).toBe("");
      expect(head.headers.get("content-type")).toBe(
        got.headers.get("content-type"),
      );
    }
    // A GET of it does not end.
    const events = `${larger.url}/__mock/events`;
    const head = await fetch(events, { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.headers.get("content-type")).toBe("text/event-stream");
    // Who waits for a server need not accept JSON.
    const headers = { Accept: "text/html" };
    const health = await fetch(`${larger.url}/__mock/health`, { headers });
    expect(health.status).toBe(200);
    const refused = await fetch(`${larger.url}/v1/accounts/acc_1`, {
      method: "DELETE",
      headers: { "API-Key": "k" },
    });
    expect(refused.headers.get("allow")?.split(", ").sort()).toEqual([
      "GET",
      "HEAD",
      "PUT",
    ]);
  });

  test.each(["/", "/favicon.ico", "/health", "/healthz", "/v1", "/v1/"])(
    "a look at %s is no violation, and no fault is spent on it",
    async (path) => {
      mock.failNext({ status: 503 });
      const answer = await fetch(mock.url + path);
      expect(answer.ok).toBe(true);
      await answer.text();
      expect((await fetch(`${mock.url}/v1/nothing`)).status).toBe(404);
      expect((await call({ method: "GET" })).status).toBe(405);
      expect(mock.requests().map(({ status }) => status)).toEqual([404, 405]);
      expect((await call()).status).toBe(503);
    },
  );

  test("a fault that names a path waits for that path alone", async () => {
    mock.failNext({ status: 503, path: "/healthz" });
    mock.failNext({ status: 502, path: "/v1/nothing" });
    mock.failNext({ status: 504, path: target });
    const get = async (path: string) => (await fetch(mock.url + path)).status;
    expect(await get("/")).toBe(200);
    expect(await get("/healthz")).toBe(503);
    expect(await get("/healthz")).toBe(200);
    expect(await get("/v1/nothing")).toBe(502);
    expect((await call()).status).toBe(504);
    expect((await call()).status).toBe(200);
  });

  test.each([
    [431, `${rawRequest(target, [...good, `X: ${"x".repeat(20_000)}`])}`],
    [417, rawRequest(target, [...good, "Expect: a-miracle"])],
    [400, rawRequest(target, ["Idempotency-Key: i", ...credentials])],
    [400, rawRequest(target, [...good, "No colon"])],
    [
      400,
      rawRequest(target, [...good, "Transfer-Encoding: chunked"], "zz\r\n"),
    ],
    [400, "NONSENSE\r\n\r\n"],
  ])("answers %i to %#, and keeps it in the journal", async (status, bytes) => {
    const [answer] = await raw(bytes);
    expect(answer).toMatchObject({
      status,
      headers: { "content-type": "application/json" },
      body: {
        error: { code: "malformed_http", message: expect.any(String) },
      },
    });
    expect(answer?.headers["date"]).toBeDefined();
    mock.assertRequests([{ outcome: "malformed_http", status }]);
    expect(mock.violations()).toMatchObject([{ code: "malformed_http" }]);
  });

  test("an expectation to go on is met", async () => {
    const text = await sendRaw(
      mock.url,
      rawRequest(
        target,
        [...good, "Expect: 100-continue", "Transfer-Encoding: chunked"],
        "0\r\n\r\n",
      ),
    );
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n/);
    expect(text).toMatch(/HTTP\/1\.1 200 OK\r\n/);
  });

  test.each([
    ["headers", `POST ${target} HTTP/1.1\r\nHost: x\r\n`],
    [
      "body",
      `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1234`,
    ],
  ])("%s that never end are answered with 408", async (_, bytes) => {
    const server = await listen(
      {
        port: 0,
        host: "127.0.0.1",
        limits: {
          headersTimeout: 20,
          requestTimeout: 20,
          connectionsCheckingInterval: 10,
        },
      },
      {
        ...refusals,
        async answer(request) {
          for await (const _ of request);
        },
      },
    );
    const [answer] = readAnswers(await sendRaw(server.url, bytes));
    expect(answer).toMatchObject({
      status: 408,
      body: { error: { code: "malformed_http" } },
    });
    await server.close();
  });

  test("a good request before a broken one on its connection is answered first", async () => {
    mock.failNext({ delay: 3_600_000 });
    const answers = raw(
      `POST ${target} HTTP/1.1\r\n${good.join("\r\n")}\r\n\r\nBROKEN\r\n\r\n`,
    );
    await expect.poll(() => mock.faults()[0]?.struck).toBe(1);
    await expect
      .poll(() => {
        mock.clock.advance(3_600_000);
        return mock.requests().length;
      })
      .toBeGreaterThan(0);
    expect((await answers).map(({ status }) => status)).toEqual([200, 400]);
  });

  test("every 401 says what it asks for", async () => {
    await using larger = await startMockServer({
      spec: largerSpec,
      apiKeys: ["k"],
    });
    const challenge = async (url: string, headers: Record<string, string>) => {
      const method = url.endsWith("token") ? "POST" : "GET";
      const response = await fetch(larger.baseUrl + url, { method, headers });
      expect(response.status).toBe(401);
      await response.text();
      return response.headers.get("www-authenticate");
    };
    const id = { "Idempotency-Key": "i" };
    const asked = 'ApiKey header="API-Key"';
    expect(await challenge("/auth/token", id)).toBe(asked);
    expect(await challenge("/auth/token", { ...id, "API-Key": "no" })).toBe(
      asked,
    );
    const preferred = { ...id, "API-Key": "k", Prefer: "code=401" };
    expect(await challenge("/auth/token", preferred)).toBe(asked);
    larger.failNext({ status: 401 });
    expect(await challenge("/auth/token", id)).toBe(asked);
    expect(
      await challenge("/accounts/mine", { Authorization: "Bearer no" }),
    ).toBe("Bearer");
  });

  test("Date follows the moved clock", async () => {
    const dates: number[] = [];
    for (const move of [0, 86_400_000]) {
      mock.clock.advance(move);
      dates.push(Date.parse((await call()).headers.get("date") ?? ""));
    }
    const [before = 0, after = 0] = dates;
    expect(after - before).toBeGreaterThanOrEqual(86_400_000);
    expect(after).toBeLessThanOrEqual(mock.clock.now());
  });

  test("Date of preflights and of the live view follows it too", async () => {
    await using open = await startMockServer({ cors: true });
    const preflight = {
      Origin: "https://app.example",
      "Access-Control-Request-Method": "POST",
    };
    open.clock.advance(86_400_000);
    const today = new Date(open.clock.now()).toUTCString().slice(0, 16);
    const stop = new AbortController();
    for (const [path, method, headers] of [
      [target, "OPTIONS", preflight],
      ["/__mock/events", "GET", {}],
    ] as const) {
      const { signal } = stop;
      const answer = await fetch(open.url + path, { method, headers, signal });
      expect(answer.headers.get("date")).toContain(today);
    }
    stop.abort();
  });

  test("keeps a connection open as long as the option says", async () => {
    await using other = await startMockServer({ keepAlive: 7_000 });
    const socket = connect(Number(new URL(other.url).port), "127.0.0.1");
    socket.write(`POST ${target} HTTP/1.1\r\n${good.join("\r\n")}\r\n\r\n`);
    const [chunk] = await new Promise<Buffer[]>((resolve) =>
      socket.once("data", (data) => resolve([data])),
    );
    expect(String(chunk)).toMatch(/\r\nkeep-alive: timeout=7\r\n/i);
    socket.destroy();
  });

  test.each([
    ["__code=503", 503, "service_unavailable"],
    ["__code=429&__example=rateLimited", 429, "too_many_requests"],
    ["__dynamic=false", 200, undefined],
  ])("?%s chooses the answer, as with Prism", async (query, status, code) => {
    const { status: got, body } = await call<{ error?: { code: string } }>({
      url: `${mock.baseUrl}/auth/token?${query}`,
    });
    expect([got, body.error?.code]).toEqual([status, code]);
    expect(mock.violations()).toEqual([]);
  });

  test("Prefer overrides the query, as with Prism", async () => {
    const url = `${mock.baseUrl}/auth/token?__code=503`;
    const headers = { Prefer: "code=429" };
    expect((await call({ url, headers })).status).toBe(429);
    const other = { Prefer: "respond-async" };
    expect((await call({ url, headers: other })).status).toBe(503);
  });

  test.each([
    ["query.__code", "?__code=99", {}],
    ["query.__example", "?__example=none", {}],
    ["query.__dynamic", "?__dynamic=true", {}],
    ["query.__code", "?__code=503&__code=429", {}],
    ["query.__code", "?__code=", {}],
    ["header.prefer", "", { Prefer: "code=" }],
    ["header.prefer", "", { Prefer: "code=99" }],
    ["header.prefer", "", { Prefer: "example=none" }],
    ["header.prefer", "", { Prefer: "code=503, example=none" }],
    ["header.prefer", "", { Prefer: "dynamic=true" }],
  ])(
    "a wrong %s is explained there, and once",
    async (place, query, headers) => {
      const { status, body } = await call<{
        error: { message: string; data: { violations: object[] } };
      }>({ url: `${mock.baseUrl}/auth/token${query}`, headers });
      expect(status).toBe(400);
      expect(body.error.data.violations).toMatchObject([
        { location: ["request", ...place.split(".")] },
      ]);
      expect(mock.violations()).toMatchObject([
        { location: ["request", ...place.split(".")] },
      ]);
    },
  );

  test("a preference without a value is called that", async () => {
    const headers = { Prefer: "code=" };
    const { body } = await call<{ error: { message: string } }>({ headers });
    expect(body.error.message).toContain("Prefer: code has no value.");
  });

  test("no header makes a request cost more than its length does", async () => {
    const names = [
      ...["Accept", "Prefer", "Cookie", "Content-Type", "Authorization"],
      ...["API-Key", "Melio-Account", "Accept-Encoding", "X-Other"],
    ];
    const patterns: ((n: number) => string)[] = [
      (n) => "a,".repeat(n / 2),
      (n) => ",".repeat(n),
      (n) => `a${" ".repeat(n)}b`,
      (n) => `application/json${";a=b".repeat(n / 4)}`,
      (n) => `application/json;${" ".repeat(n)}x`,
      (n) => `multipart/form-data; boundary=${"\t ".repeat(n / 2)}x`,
      (n) => "a=1; ".repeat(n / 5),
      (n) => `a=${'"'.repeat(n)}`,
      (n) => `application/${"a+".repeat(n / 2)}`,
      (n) => "*/*;q=0.1,".repeat(n / 10),
      (n) => `code=${"9".repeat(n)}`,
    ];
    const cost = async (header: string) => {
      const bytes = rawRequest(target, [...good, header]);
      const before = process.cpuUsage();
      await sendRaw(mock.url, bytes);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const slow: string[] = [];
    for (const name of names)
      for (const pattern of patterns) {
        const short = await cost(`${name}: ${pattern(100)}`);
        const long = await cost(`${name}: ${pattern(15_000)}`);
        // In microseconds. Of the square of the length, it would be more than 22,500 times as much.
        if (long > 100 * Math.max(short, 1_000))
          slow.push(`${name}: ${pattern(10)}`);
      }
    expect(slow).toEqual([]);
  });
});

describe("closing", () => {
  test("finishes a large answer to a slow reader", async () => {
    const size = 8_000_000;
    let isAnswered = () => {};
    const answered = new Promise<void>((resolve) => {
      isAnswered = resolve;
    });
    const { writeResponse } = await import("../src/http/write-response.js");
    const server = await listen(
      { port: 0, host: "127.0.0.1" },
      {
        ...refusals,
        async answer(_request, response) {
          const body = "x".repeat(size);
          writeResponse(response, { status: 200, headers: {}, body }, "now");
          isAnswered();
        },
      },
    );
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.pause();
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await answered;
    const closed = server.close();
    let length = 0;
    socket.on("data", (chunk) => {
      length += chunk.length;
    });
    const ended = new Promise((resolve) => socket.once("close", resolve));
    socket.resume();
    await closed;
    await ended;
    expect(length).toBeGreaterThan(size);
  });

  test("does not wait for a reader that has stopped", async () => {
    let isAnswered = () => {};
    const answered = new Promise<void>((resolve) => {
      isAnswered = resolve;
    });
    const { writeResponse } = await import("../src/http/write-response.js");
    const server = await listen(
      { port: 0, host: "127.0.0.1", limits: { stalled: 20 } },
      {
        ...refusals,
        async answer(_request, response) {
          const body = "x".repeat(20_000_000);
          writeResponse(response, { status: 200, headers: {}, body }, "now");
          isAnswered();
        },
      },
    );
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.pause();
    socket.on("error", () => {});
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await answered;
    await server.close();
    socket.destroy();
  });

  test("is not kept by requests whose connection went before their turn", async () => {
    const mock = await startMockServer();
    mock.failNext({ delay: 3_600_000 });
    const socket = connect(Number(new URL(mock.url).port), "127.0.0.1");
    const request = `POST ${target} HTTP/1.1\r\n${good.join("\r\n")}\r\n\r\n`;
    socket.write(
      request + request.replace("Idempotency-Key: i", "Idempotency-Key: j"),
    );
    await expect.poll(() => mock.requests().length).toBe(1);
    socket.destroy();
    // By then the server knows that it is gone.
    for (let n = 0; n < 3; n += 1) await createCaller(mock.baseUrl)();
    await mock.close();
  });

  test("is not kept by a reset before broken HTTP", async () => {
    const mock = await startMockServer();
    mock.failNext({ reset: true });
    const socket = connect(Number(new URL(mock.url).port), "127.0.0.1");
    socket.on("error", () => {});
    const ended = new Promise((resolve) => socket.once("close", resolve));
    socket.resume();
    socket.write(
      `POST ${target} HTTP/1.1\r\n${good.join("\r\n")}\r\n\r\nBROKEN\r\n\r\n`,
    );
    await ended;
    await mock.close();
  });
});

describe("under the test runner's fake timers", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("answers, delays, truncates and closes", async () => {
    vi.useFakeTimers();
    const mock = await startMockServer();
    const call = createCaller(mock.baseUrl);
    expect((await call()).status).toBe(200);
    mock.failNext({ delay: 1 });
    expect((await call()).status).toBe(200);
    mock.failNext({ slowBody: 4 });
    expect((await call()).status).toBe(200);
    mock.failNext({ truncate: true });
    await expect(call()).rejects.toThrow();
    await mock.close();
  });

  test("tokens expire as the test's time goes", async () => {
    vi.useFakeTimers();
    await using mock = await startMockServer({ tokenTtl: 1_000 });
    const { body } = await createCaller(mock.baseUrl)<{
      data: { accessToken: string };
    }>();
    expect(mock.isValid(body.data.accessToken)).toBe(true);
    vi.setSystemTime(Date.now() + 1_000);
    expect(mock.isValid(body.data.accessToken)).toBe(false);
  });
});

test("speaks HTTP/2 over TLS, and is closed with a session open", async () => {
  await using certificate = await createCertificate();
  const cert = await readFile(certificate.cert, "utf8");
  const key = await readFile(certificate.key, "utf8");
  const mock = await startMockServer({ https: { key, cert } });
  const session = connectHttp2(mock.url, { ca: cert });
  session.on("error", () => {});
  const send = (
    headers: Record<string, string | string[]> = {},
    body?: string,
  ) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const stream = session.request(
        {
          ":method": "POST",
          ":path": target,
          "api-key": "k",
          "idempotency-key": crypto.randomUUID(),
          ...headers,
        },
        { endStream: body === undefined },
      );
      if (body !== undefined) stream.end(body);
      let status = 0;
      let text = "";
      stream.once("response", (head) => {
        status = Number(head[":status"]);
      });
      stream.on("data", (chunk) => {
        text += chunk;
      });
      stream.once("error", reject);
      stream.once("close", () => resolve({ status, text }));
    });
  const first = await send();
  expect(first.status).toBe(200);
  expect(JSON.parse(first.text)).toHaveProperty("data.accessToken");
  expect(mock.requests()[0]?.headers).toMatchObject({
    host: new URL(mock.url).host,
    "api-key": "***",
  });
  expect((await send({}, '{"a":1}')).status).toBe(400);
  const tooLarge = await send({ "x-long": "x".repeat(40_000) });
  expect(tooLarge.status).toBe(431);
  expect(JSON.parse(tooLarge.text).error.code).toBe("malformed_http");
  expect(mock.requests().at(-1)?.outcome).toBe("malformed_http");
  expect((await send({ "api-key": "Bearer  k" })).status).toBe(401);
  // The client has sent less than all of it when the answer comes.
  const upload = await send({}, "x".repeat(4 * 1024 * 1024));
  expect(upload.status).toBe(413);
  const tunnel = await send({
    ":method": "CONNECT",
    ":path": undefined as never,
    ":authority": "api.melio.com:443",
  });
  expect(tunnel.status).toBe(501);
  expect(JSON.parse(tunnel.text).error.code).toBe("malformed_http");
  mock.failNext({ reset: true });
  await expect(send()).rejects.toThrow(/NGHTTP2_INTERNAL_ERROR/);
  expect((await send()).status).toBe(200);
  const head = session.request({
    ":method": "HEAD",
    ":path": "/__mock/health",
  });
  const status = await new Promise((resolve) =>
    head.once("response", (headers) =>
      resolve(headers[constants.HTTP2_HEADER_STATUS]),
    ),
  );
  expect(status).toBe(200);
  await mock.close();
});

test("is closed while a HEAD over HTTP/2 is not complete", async () => {
  await using certificate = await createCertificate();
  const cert = await readFile(certificate.cert, "utf8");
  const key = await readFile(certificate.key, "utf8");
  const mock = await startMockServer({ https: { key, cert } });
  const session = connectHttp2(mock.url, { ca: cert });
  const head = session.request(
    { ":method": "HEAD", ":path": target },
    { endStream: false },
  );
  head.on("error", () => {});
  await new Promise((resolve) => head.once("ready", resolve));
  await new Promise((resolve) => session.ping(resolve));
  await mock.close();
  session.destroy();
});
