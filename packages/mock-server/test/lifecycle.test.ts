import { readFile } from "node:fs/promises";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import {
  MockServerConfigError,
  type MockServerOptions,
  startMockServer,
} from "@melio-platform/mock-server";
import { expect, test } from "vitest";
import { createCaller } from "./support/caller.js";
import { createCertificate } from "./support/certificate.js";

test("close finishes what is in flight, without its delay", async () => {
  const mock = await startMockServer();
  mock.failNext({ delay: 3_600_000 });
  const reply = createCaller(mock.baseUrl)();
  await expect.poll(() => mock.faults()[0]?.struck).toBe(1);
  await mock.close();
  expect((await reply).status).toBe(200);
  await mock.close();
});

test.each([
  ["half of its headers", "POST /v1/auth/token HTTP/1.1\r\nHost: x\r\n"],
  [
    "half of its body",
    "POST /v1/auth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1234",
  ],
  ["nothing", ""],
])("close does not wait for a connection that has sent %s", async (_, half) => {
  const mock = await startMockServer();
  const socket = connect(Number(new URL(mock.url).port), "127.0.0.1");
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => {});
  await new Promise((resolve) => socket.write(half || "\r\n", resolve));
  await createCaller(mock.baseUrl)();
  await mock.close();
  await closed;
});

test.each(["0.0.0.0", "::", "::1", "localhost"])(
  "listening on %s, it tells an address that can be called",
  async (host) => {
    await using mock = await startMockServer({ host });
    expect((await createCaller(mock.baseUrl)()).status).toBe(200);
  },
);

test.each(["1", 1n, null])("the clock refuses %o", async (ms) => {
  await using mock = await startMockServer();
  expect(() => mock.clock.advance(ms as never)).toThrow(
    /a number of milliseconds/,
  );
  expect(mock.clock.now()).toBeTypeOf("number");
});

test("the port is free after close, and is told while it is taken", async () => {
  const mock = await startMockServer();
  const port = Number(new URL(mock.url).port);
  await expect(startMockServer({ port })).rejects.toThrow(
    new RegExp(`port ${port} is already in use`),
  );
  await mock.close();
  await (await startMockServer({ port })).close();
});

test.each<[MockServerOptions, RegExp]>([
  [{ port: 70_000 }, /port: expected .*0 to 65535, got 70000/],
  [{ tokenTtl: 0 }, /tokenTtl/],
  [{ idempotencyTtl: 1.5 }, /idempotencyTtl.*whole number/],
  [{ journalSize: 0 }, /journalSize/],
  [{ randomFaults: [{ status: 200, rate: 0.1 }] }, /status.*400 to 599/],
  [{ randomFaults: [{ status: 500, rate: 2 }] }, /from 0 to 1.*got 2/],
  [
    {
      randomFaults: [
        { status: 500, rate: 0.6 },
        { status: 503, rate: 0.6 },
      ],
    },
    /at most 1.*got 1.2/,
  ],
  [{ apiKeys: ["Bearer hidden-key"] }, /apiKeys/],
  [{ apiKeys: [""] }, /apiKeys/],
  [
    { apiKeys: [{ key: "hidden-key", accounts: "acc_1" as never }] },
    /apiKeys: accounts: .*array/,
  ],
  [{ apiKeys: [{ key: "hidden-key", accounts: [""] }] }, /non-empty/],
  [
    { apiKeys: [{ key: "hidden-key", account: "acc_1" } as never] },
    /apiKeys: unknown property account\. The properties are key and accounts\./,
  ],
  [
    { randomFaults: [{ status: 500, rate: 0, times: 1 } as never] },
    /randomFaults: unknown property times/,
  ],
  [
    { https: { key: "k", cert: "c", ca: "a" } as never },
    /https: unknown property ca/,
  ],
  [{ allowHosts: ["mock:4010"] }, /allowHosts.*without a port/],
  [{ allowHosts: ["*"] }, /allowHosts: "\*".*exact names/],
  [{ allowHosts: [undefined] as never }, /allowHosts: undefined/],
  [{ host: "" }, /host.*got an empty string/],
  [{ keepAlive: 0 }, /keepAlive/],
  [null as never, /options as an object.*got null/],
  [[] as never, /options as an object.*got an array/],
  [
    { apiKeys: "hidden-key" as never },
    /apiKeys: expected an array.*got a string/,
  ],
  [
    { tokenTTL: 1 } as never,
    /Unknown option tokenTTL\. The options are .*tokenTtl/,
  ],
  [{ jornalSize: 1 } as never, /The options are .*journalSize/],
  [{ toString: 1 } as never, /Unknown option toString/],
  [{ port: "4010" as never }, /port: expected a whole number .*got a string/],
  [{ control: "no" as never }, /control: expected true or false, got a string/],
  [{ cors: 1 as never }, /cors: expected true or false, got a number/],
  [{ seed: 7 as never }, /seed: expected a string, got a number/],
  [{ host: 1 as never }, /host: expected .*127\.0\.0\.1.*got a number/],
  [{ host: "" }, /host/],
  [{ https: true as never }, /https: expected .*PEM.*got a boolean/],
  [{ onRequest: {} as never }, /onRequest: expected a function, got an object/],
  [
    { randomFaults: [null] as never },
    /randomFaults: expected .*rate.*got an array/,
  ],
  [{ spec: "/no/such/file.yaml" }, /cannot read \/no\/such\/file.yaml/],
  [{ spec: { swagger: "2.0" } }, /OpenAPI 3/],
  [{ https: { key: "none", cert: "none" } }, /https.*PEM/],
  [{ host: "192.0.2.1" }, /192.0.2.1 is not an address of this machine/],
])("refuses %o with a reason", async (options, reason) => {
  const refused = startMockServer(options);
  await expect(refused).rejects.toThrow(MockServerConfigError);
  await expect(refused).rejects.toThrow(reason);
  await expect(refused).rejects.not.toThrow(/hidden-key/);
});

test("serves HTTPS with a given certificate", async () => {
  await using certificate = await createCertificate();
  const cert = await readFile(certificate.cert, "utf8");
  const key = await readFile(certificate.key, "utf8");

  await using mock = await startMockServer({ https: { key, cert } });
  expect(mock.url).toMatch(/^https:/);
  const send = () =>
    new Promise((resolve, reject) => {
      httpsRequest(
        `${mock.baseUrl}/auth/token`,
        {
          method: "POST",
          ca: cert,
          headers: { "API-Key": "k", "Idempotency-Key": "1" },
        },
        (response) => resolve(response.resume().statusCode),
      )
        .once("error", reject)
        .end();
    });
  const status = await send();
  expect(status).toBe(200);

  // Node cannot reset TLS as it resets TCP.
  mock.failNext({ reset: true });
  await expect(send()).rejects.toThrow();
});

test("CORS is off by default, and on by option", async () => {
  await using closed = await startMockServer();
  await using open = await startMockServer({ cors: true });
  const preflight = (baseUrl: string) =>
    fetch(`${baseUrl}/auth/token`, {
      method: "OPTIONS",
      headers: {
        Origin: "https://app.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "idempotency-key",
      },
    });
  const refused = await preflight(closed.baseUrl);
  expect(refused.status).toBe(405);
  expect(refused.headers.has("access-control-allow-origin")).toBe(false);

  const allowed = await preflight(open.baseUrl);
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get("access-control-allow-origin")).toBe(
    "https://app.example",
  );
  expect(allowed.headers.get("access-control-allow-headers")).toBe(
    "idempotency-key",
  );
  const answer = await createCaller(open.baseUrl)({
    headers: { Origin: "https://app.example" },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("access-control-allow-origin")).toBe(
    "https://app.example",
  );
});
