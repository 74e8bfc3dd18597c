import { getEventListeners } from "node:events";
import { expect, test, vi } from "vitest";
import { createClient } from "./support/client.js";
import { keepLog } from "./support/log-lines.js";
import { tokenBody } from "./support/spec.js";
import { settleDown, stopTime, until } from "./support/time.js";

// No sockets here: Node's own fetch keeps a timer and listeners of its own.
const server = { baseUrl: "https://api.test/v1" };
const listenersOf = (signal: AbortSignal) =>
  getEventListeners(signal, "abort").length;

const stalls = () => new Promise<Response>(() => {});
const unavailable = async () => new Response(null, { status: 503 });

test.for([
  { ending: "a success", fetch: async () => Response.json(tokenBody) },
  {
    ending: "an API error",
    fetch: async () => new Response(null, { status: 400 }),
  },
  {
    ending: "a wrong response",
    fetch: async () => Response.json({}),
  },
  {
    ending: "no response",
    fetch: () => Promise.reject(new TypeError("fetch failed")),
    maxRetries: 0,
  },
  { ending: "a timeout", fetch: stalls, maxRetries: 0, pass: 5_000 },
  { ending: "the deadline", fetch: stalls, timeout: Infinity, pass: 9_000 },
  { ending: "an abort during an attempt", fetch: stalls, abort: true },
  { ending: "an abort during a wait", fetch: unavailable, abort: true },
])(
  "$ending leaves no timer, and no listener on the caller's signal",
  async ({
    fetch,
    maxRetries = 2,
    timeout = 5_000,
    pass = 0,
    abort = false,
  }) => {
    stopTime();
    const logger = keepLog();
    const controller = new AbortController();
    const { signal } = controller;
    const options = { signal, maxRetries, timeout, deadline: 9_000 };
    const settled = vi.fn();
    createClient(server, { fetch, logger })
      .auth.createToken({}, options)
      .then(settled, settled);
    await settleDown();
    vi.advanceTimersByTime(pass);
    if (abort) {
      expect(listenersOf(signal)).toBeGreaterThan(0);
      controller.abort();
    }
    await until(() => settled.mock.calls.length === 1);
    await settleDown();
    expect(vi.getTimerCount()).toBe(0);
    expect(listenersOf(signal)).toBe(0);
  },
);

test("Infinity sets no limit and no timer: a month passes, and the call goes on", async () => {
  stopTime();
  const fetch = async () => {
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(31 * 86_400_000);
    return Response.json(tokenBody);
  };
  const { signal } = new AbortController();
  const options = { timeout: Infinity, deadline: Infinity, signal };
  const token = await createClient(server, { fetch }).auth.createToken(
    {},
    options,
  );
  expect(token).toEqual(tokenBody.data);
});

/** Runs the calls and gives the warnings that Node emitted meanwhile. */
async function warningsDuring(calls: () => Promise<unknown>) {
  const onWarning = vi.fn();
  process.on("warning", onWarning);
  await calls();
  await settleDown();
  process.off("warning", onWarning);
  return onWarning.mock.calls.map(([warning]) => `${warning}`);
}

test("10,000 calls with one signal, timeout and deadline: no warning, no growth", async () => {
  const { signal } = new AbortController();
  let most = 0;
  const fetch = async () => {
    most = Math.max(most, listenersOf(signal));
    return Response.json(tokenBody);
  };
  const melio = createClient(server, { fetch });
  const options = { signal, timeout: 5_000, deadline: 9_000 };
  const warnings = await warningsDuring(async () => {
    for (let i = 0; i < 10_000; i++) await melio.auth.createToken({}, options);
  });
  expect(warnings).toEqual([]);
  expect(most).toBeLessThanOrEqual(1);
  expect(listenersOf(signal)).toBe(0);
});

test("1,000 calls at once with one signal, a server's shutdown signal: no warning", async () => {
  const { signal } = new AbortController();
  const fetch = async () => Response.json(tokenBody);
  const melio = createClient(server, { fetch });
  const warnings = await warningsDuring(() =>
    Promise.all(
      Array.from({ length: 1_000 }, () =>
        melio.auth.createToken({}, { signal }),
      ),
    ),
  );
  expect(listenersOf(signal)).toBe(0);
  expect(warnings).toEqual([]);
});
