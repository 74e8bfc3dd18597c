import { expect, test, vi } from "vitest";
import { createClient, melioErrorOf } from "./support/client.js";
import { type Reply, startServer, success } from "./support/http-server.js";
import { keepLog } from "./support/log-lines.js";
import { headerNames, tokenBody } from "./support/spec.js";
import { fixJitter, settleDown, stopTime, until } from "./support/time.js";

const noHeaders: Reply = () => {};
const noBody: Reply = (response) => {
  response.writeHead(200, { "Content-Type": "application/json" });
  response.write(JSON.stringify(tokenBody).slice(0, 20));
};
const noErrorBody: Reply = (response) => {
  response.writeHead(503).write('{"error":');
};

test.for([
  { what: "the headers", stalled: noHeaders },
  { what: "the body", stalled: noBody },
])("the timeout covers $what", async ({ stalled }) => {
  const error = await errorAfterTimeout(stalled);
  expect(error).toMatchObject({
    name: "MelioTimeoutError",
    kind: "timeout",
    limit: "timeout",
    attempts: 1,
  });
  expect(error.message).toContain("3000");
});

test("it covers an error's body too, and the error is what its status says", async () => {
  expect(await errorAfterTimeout(noErrorBody)).toMatchObject({
    name: "MelioApiError",
    kind: "server_error",
    status: 503,
    body: '{"error":',
    attempts: 1,
  });
});

async function errorAfterTimeout(stalled: Reply) {
  stopTime();
  const server = await startServer(stalled);
  const melio = createClient(server, { maxRetries: 0, timeout: 3_000 });
  const settled = vi.fn();
  const call = melioErrorOf(melio.auth.createToken()).finally(settled);
  await until(() => server.requests.length === 1);
  await settleDown();
  vi.advanceTimersByTime(2_999);
  await settleDown();
  expect(settled).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  return call;
}

test("by default an attempt has 10 s, and a timeout is retried with the same key", async () => {
  stopTime();
  fixJitter(0);
  const server = await startServer(noHeaders, noBody, success);
  const logger = keepLog();
  const call = createClient(server, { logger })
    .auth.createToken()
    .withResponse();
  for (const attempt of [1, 2]) {
    await until(() => server.requests.length === attempt);
    await settleDown();
    vi.advanceTimersByTime(9_999);
    await settleDown();
    expect(logger.lines).toHaveLength(attempt - 1);
    vi.advanceTimersByTime(1);
    await until(() => logger.lines.length === attempt);
    vi.advanceTimersByTime(1);
  }
  expect(await call).toMatchObject({ data: tokenBody.data, attempts: 3 });
  const keys = server.requests.map(
    ({ headers }) => headers[headerNames.idempotencyKey],
  );
  expect(new Set(keys).size).toBe(1);
});

test("the deadline covers all attempts and their waits; by default there is none", async () => {
  stopTime();
  fixJitter(0);
  const server = await startServer(noHeaders);
  const logger = keepLog();
  const melio = createClient(server, { logger, timeout: 4_000 });
  const call = melioErrorOf(melio.auth.createToken({}, { deadline: 10_000 }));
  for (const attempt of [1, 2]) {
    await until(() => server.requests.length === attempt);
    vi.advanceTimersByTime(4_000);
    await until(() => logger.lines.length === attempt);
    vi.advanceTimersByTime(0);
  }
  await until(() => server.requests.length === 3);
  vi.advanceTimersByTime(2_000);
  expect(await call).toMatchObject({
    kind: "timeout",
    limit: "deadline",
    attempts: 3,
  });
});

test("a wait that would outlast the deadline is not begun", async () => {
  stopTime();
  const server = await startServer({
    status: 503,
    headers: { "Retry-After": "5" },
  });
  const logger = keepLog();
  const melio = createClient(server, { logger });
  const call = melioErrorOf(melio.auth.createToken({}, { deadline: 4_000 }));
  await until(() => logger.lines.length === 1);
  vi.advanceTimersByTime(4_000);
  expect(await call).toMatchObject({
    kind: "server_error",
    status: 503,
    attempts: 1,
    retryAfter: 5_000,
  });
});

test("the deadline is counted anew for each call", async () => {
  stopTime();
  const server = await startServer(success);
  const melio = createClient(server, { deadline: 1_000 });
  await melio.auth.createToken();
  vi.advanceTimersByTime(100_000);
  await melio.auth.createToken();
  expect(server.requests).toHaveLength(2);
});

test("the limits hold although a custom fetch ignores its signal", async () => {
  stopTime();
  const fetch = vi.fn(() => new Promise<Response>(() => {}));
  const melio = createClient({ baseUrl: "https://api.test/v1" }, { fetch });
  const call = melioErrorOf(
    melio.auth.createToken({}, { timeout: 50, maxRetries: 0 }),
  );
  await until(() => fetch.mock.calls.length === 1);
  vi.advanceTimersByTime(50);
  expect(await call).toMatchObject({ kind: "timeout" });
});

test("a key that never comes from the vault is under the limit too", async () => {
  stopTime();
  const apiKey = vi.fn(() => new Promise<string>(() => {}));
  const melio = createClient({ baseUrl: "https://api.test/v1" }, { apiKey });
  const call = melioErrorOf(
    melio.auth.createToken({}, { timeout: 50, maxRetries: 0 }),
  );
  await until(() => apiKey.mock.calls.length === 1);
  vi.advanceTimersByTime(50);
  expect(await call).toMatchObject({ kind: "timeout", attempts: 1 });
});
