import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import type { MelioClientOptions } from "@melio-platform/client";
import { createNodeFetch } from "@melio-platform/client/node";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { bodyFaults } from "./faults/body-faults.js";
import { connectionFaults } from "./faults/connection-faults.js";
import { encodingFaults } from "./faults/encoding-faults.js";
import type { Fault } from "./faults/fault.js";
import { stallFaults } from "./faults/stall-faults.js";
import { statusFaults } from "./faults/status-faults.js";
import { createClient, markedKey, rejectionOf } from "./support/client.js";
import { findSecrets } from "./support/find-secrets.js";
import { keepLog } from "./support/log-lines.js";
import {
  headerOf,
  responseBytes,
  startRawServer,
} from "./support/raw-server.js";
import { headerNames, tokenBody } from "./support/spec.js";
import { fixJitter, settleDown, stopTime, until } from "./support/time.js";

const onUnhandled = vi.fn();
beforeAll(() => {
  process.on("unhandledRejection", onUnhandled);
});
afterAll(() => {
  process.off("unhandledRejection", onUnhandled);
});

const token = JSON.stringify(tokenBody);
const secrets = [
  markedKey,
  tokenBody.data.accessToken,
  tokenBody.data.refreshToken,
];

const faults = [
  ...connectionFaults,
  ...stallFaults,
  ...bodyFaults,
  ...encodingFaults,
  ...statusFaults,
];

test.for(faults)("$what: $outcome after $attempts attempts", (fault) =>
  expectOutcome(fault),
);
// Node's fetch tells no 407 from a failed connection; this one tells the status.
const toldBetter = faults.filter(({ what }) => what.startsWith("407"));
test.for(faults.filter((fault) => !toldBetter.includes(fault)))(
  "by createNodeFetch, $what: $outcome after $attempts attempts",
  async (fault) => {
    const fetch = createNodeFetch({ proxy: false });
    onTestFinished(() => fetch.close());
    await expectOutcome(fault, { fetch });
  },
);

async function expectOutcome(
  { onRequest, outcome, attempts, stalls, error: facts = {} }: Fault,
  options: MelioClientOptions = {},
) {
  fixJitter(0);
  if (stalls) stopTime();
  const server = await startRawServer(onRequest);
  const logger = keepLog();
  const call = createClient(server, { logger, ...options })
    .auth.createToken()
    .withResponse();
  call.catch(() => {});
  for (let attempt = 1; stalls && attempt <= attempts; attempt++) {
    await until(() => server.requests.length === attempt);
    await settleDown();
    vi.advanceTimersByTime(10_000); // the default time limit
    await until(() => logger.lines.length === attempt);
    vi.advanceTimersByTime(1);
  }
  if (outcome === "success") {
    expect(await call).toMatchObject({ data: tokenBody.data, attempts });
  } else {
    const error = await rejectionOf(call);
    expect(error).toMatchObject({ kind: outcome, attempts, ...facts });
    expect(findSecrets(error, secrets)).toEqual([]);
  }
  const keys = server.requests.map((r) =>
    headerOf(r, headerNames.idempotencyKey),
  );
  expect(keys).toHaveLength(attempts);
  expect(keys[0]).toMatch(/./);
  expect(new Set(keys).size).toBe(1);
  await settleDown();
  expect(onUnhandled).not.toHaveBeenCalled();
}

test("a refused connection: connection, after three attempts", async () => {
  fixJitter(0);
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  const melio = createClient({ baseUrl: `http://127.0.0.1:${port}/v1` });
  const error = await rejectionOf(melio.auth.createToken());
  expect(error).toMatchObject({ kind: "connection", attempts: 3 });
  expect((error as Error).message).toContain("ECONNREFUSED");
  expect((error as Error).cause).toBeInstanceOf(Error);
  expect(findSecrets(error, secrets)).toEqual([]);
});

const closed = Object.assign(new Error("other side closed"), {
  code: "UND_ERR_SOCKET",
});
test.for([
  [
    new TypeError("fetch failed", { cause: closed }),
    "UND_ERR_SOCKET: other side closed",
  ],
  [
    new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } }),
    "ECONNREFUSED: fetch failed",
  ],
  [new Error("proxy down", { cause: { port: 1 } }), "proxy down"],
  [new DOMException("gone", "NetworkError"), "gone"],
  ["only text", "only text"],
  [{ reason: 7 }, "no reason given"],
  [undefined, "no reason given"],
] as const)("what fetch throws is told: %s", async ([thrown, told]) => {
  const melio = createClient(
    { baseUrl: "https://api.test/v1" },
    { maxRetries: 0, fetch: () => Promise.reject(thrown) },
  );
  const error = await rejectionOf(melio.auth.createToken());
  expect(error).toMatchObject({
    kind: "connection",
    message: `POST https://api.test/v1/auth/token failed: ${told}`,
  });
});

test("a name that is not found: connection", async () => {
  const melio = createClient(
    { baseUrl: "https://melio.invalid/v1" },
    { maxRetries: 0 },
  );
  const error = await rejectionOf(melio.auth.createToken());
  expect(error).toMatchObject({ kind: "connection", attempts: 1 });
});

test("a server without TLS: connection", async () => {
  const server = createTcpServer((socket) => {
    socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
  });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const melio = createClient(
    { baseUrl: `https://127.0.0.1:${port}/v1` },
    { maxRetries: 0 },
  );
  const error = await rejectionOf(melio.auth.createToken());
  expect(error).toMatchObject({ kind: "connection", attempts: 1 });
});

test("a keep-alive socket that the server closed between two calls: the second call succeeds", async () => {
  const closed = vi.fn();
  const ok = responseBytes("200 OK", { Connection: "keep-alive" }, token);
  const server = await startRawServer((socket, request) => {
    socket.on("close", closed);
    socket.write(ok, () => request === 1 && socket.end());
  });
  const melio = createClient(server);
  await melio.auth.createToken();
  await until(() => closed.mock.calls.length === 1);
  expect(await melio.auth.createToken()).toEqual(tokenBody.data);
  expect(server.connections()).toBe(2);
});

test("a keep-alive socket that closes on the second call's request: that is retried with its key", async () => {
  fixJitter(0);
  const ok = responseBytes("200 OK", { Connection: "keep-alive" }, token);
  const server = await startRawServer((socket, request) => {
    if (request === 2) socket.resetAndDestroy();
    else socket.write(ok);
  });
  const melio = createClient(server);
  await melio.auth.createToken();
  const { attempts, idempotencyKey } = await melio.auth
    .createToken()
    .withResponse();
  expect(attempts).toBe(2);
  const keys = server.requests.map((r) =>
    headerOf(r, headerNames.idempotencyKey),
  );
  expect(keys.slice(1)).toEqual([idempotencyKey, idempotencyKey]);
  expect(keys[0]).not.toBe(idempotencyKey);
});

test("calls of a 429 storm keep their own keys apart", async () => {
  fixJitter(0);
  const seen = new Map<string, number>();
  const busy = responseBytes("429 Too Many Requests", { "Retry-After": "0" });
  const ok = responseBytes("200 OK", {}, token);
  const server = await startRawServer((socket) => {
    const key =
      headerOf(server.requests.at(-1) ?? "", headerNames.idempotencyKey) ?? "";
    seen.set(key, (seen.get(key) ?? 0) + 1);
    socket.write((seen.get(key) ?? 0) < 3 ? busy : ok);
  });
  const melio = createClient(server);
  const calls = Array.from({ length: 50 }, () => melio.auth.createToken());
  expect(await Promise.all(calls)).toHaveLength(50);
  expect([...seen.values()]).toEqual(Array(50).fill(3));
});
