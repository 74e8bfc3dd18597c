import { expect, test, vi } from "vitest";
import { createClient, rejectionOf } from "./support/client.js";
import { startServer, success } from "./support/http-server.js";
import { keepLog } from "./support/log-lines.js";
import { tokenBody } from "./support/spec.js";
import { settleDown, stopTime, until } from "./support/time.js";

const reason = new Error("the user has left");

test("an abort before the call: the signal's reason, no request, no key asked for", async () => {
  const server = await startServer(success);
  const apiKey = vi.fn(() => "sk_test_key");
  const melio = createClient(server, { apiKey });
  const signal = AbortSignal.abort(reason);
  expect(await rejectionOf(melio.auth.createToken({}, { signal }))).toBe(
    reason,
  );
  const post = melio.http.POST("/auth/token", { signal });
  expect(await rejectionOf(post)).toBe(reason);
  expect(server.requests).toHaveLength(0);
  expect(apiKey).not.toHaveBeenCalled();
});

test("an abort during an attempt ends it, on the socket too, and nothing is retried", async () => {
  const closed = vi.fn();
  const server = await startServer((response) => {
    response.on("close", closed);
  });
  const controller = new AbortController();
  const { signal } = controller;
  const call = createClient(server).auth.createToken({}, { signal });
  await until(() => server.requests.length === 1);
  controller.abort(reason);
  expect(await rejectionOf(call)).toBe(reason);
  await until(() => closed.mock.calls.length === 1);
  await settleDown();
  expect(server.requests).toHaveLength(1);
});

test("an abort during a body ends the call", async () => {
  const server = await startServer((response) => {
    response.writeHead(200).write("{");
  });
  const controller = new AbortController();
  const { signal } = controller;
  const call = createClient(server).auth.createToken({}, { signal });
  await until(() => server.requests.length === 1);
  await settleDown();
  controller.abort(reason);
  expect(await rejectionOf(call)).toBe(reason);
});

test("an abort during the body of an error ends the call", async () => {
  const server = await startServer((response) => {
    response.writeHead(400).write('{"error":');
  });
  const melio = createClient(server);
  const calls = [
    (signal: AbortSignal) => melio.auth.createToken({}, { signal }),
    (signal: AbortSignal) => melio.http.POST("/auth/token", { signal }),
  ];
  for (const [index, start] of calls.entries()) {
    const controller = new AbortController();
    const call = start(controller.signal);
    await until(() => server.requests.length === index + 1);
    await settleDown();
    controller.abort(reason);
    expect(await rejectionOf(call)).toBe(reason);
  }
});

test("an abort during a wait ends the call at once, and sends nothing more", async () => {
  stopTime();
  const headers = { "Retry-After": "59" };
  const fetch = vi.fn(async () => new Response(null, { status: 429, headers }));
  const logger = keepLog();
  const controller = new AbortController();
  const { signal } = controller;
  const melio = createClient(
    { baseUrl: "https://api.test/v1" },
    { fetch, logger },
  );
  const call = melio.auth.createToken({}, { signal });
  await until(() => logger.lines.length === 1);
  controller.abort(reason);
  expect(await rejectionOf(call)).toBe(reason); // though no time has passed
  vi.advanceTimersByTime(60_000);
  await settleDown();
  expect(fetch).toHaveBeenCalledOnce();
});

test("without a reason of the caller's own, it is the platform's AbortError", async () => {
  const signal = AbortSignal.abort();
  const melio = createClient({ baseUrl: "https://api.test/v1" });
  const error = await rejectionOf(melio.auth.createToken({}, { signal }));
  expect(error).toMatchObject({ name: "AbortError" });
});

test("calls that share a signal end together on its abort, though another one ended before", async () => {
  const server = await startServer(success, () => {});
  const { signal, abort } = abortable();
  const melio = createClient(server);
  await melio.auth.createToken({}, { signal });
  const calls = Array.from({ length: 100 }, () =>
    rejectionOf(melio.auth.createToken({}, { signal })),
  );
  await until(() => server.requests.length === 101);
  abort();
  expect(await Promise.all(calls)).toEqual(Array(100).fill(reason));
});

test("a signal that aborts after the call changes nothing", async () => {
  const server = await startServer(success);
  const { signal, abort } = abortable();
  const token = await createClient(server).auth.createToken({}, { signal });
  abort();
  await settleDown();
  expect(token).toEqual(tokenBody.data);
});

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(reason) };
}

test("an abort ends a stream that the caller reads, after the call too", async () => {
  const closed = vi.fn();
  const server = await startServer((response) => {
    response.on("close", closed);
    response.writeHead(200, { "Content-Type": "application/json" });
    response.write("{"); // and never the rest
  });
  const controller = new AbortController();
  const { data } = await createClient(server).http.POST("/auth/token", {
    signal: controller.signal,
    parseAs: "stream",
  });
  const reader = (data as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  const rest = rejectionOf(reader.read());
  controller.abort(reason);
  expect(await rest).toBe(reason);
  await until(() => closed.mock.calls.length === 1);
});

test("what is no signal is refused before any request, on melio.http too", async () => {
  const server = await startServer(success);
  const { auth, http } = createClient(server);
  const signal = 5 as unknown as AbortSignal;
  for (const call of [
    auth.createToken({}, { signal }),
    http.POST("/auth/token", { signal }),
  ])
    expect(await rejectionOf(call)).toMatchObject({
      kind: "config",
      message: "signal must be an AbortSignal; got 5",
    });
  expect(server.requests).toHaveLength(0);
});
