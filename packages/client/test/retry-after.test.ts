import type { MelioClientOptions } from "@melio-platform/client";
import { expect, test, vi } from "vitest";
import { createClient, melioErrorOf } from "./support/client.js";
import { startServer, success } from "./support/http-server.js";
import { keepLog } from "./support/log-lines.js";
import { errorBody } from "./support/spec.js";
import { fixJitter, settleDown, stopTime, until } from "./support/time.js";

const now = "Sun, 06 Nov 2033 08:49:37 GMT";

async function refusedCall(
  headers: Record<string, string>,
  options?: MelioClientOptions,
) {
  stopTime();
  vi.setSystemTime(now);
  const server = await startServer(
    { status: 429, headers: { Date: now, ...headers }, body: errorBody },
    success,
  );
  const logger = keepLog();
  const melio = createClient(server, { logger, ...options });
  const call = melio.auth.createToken().withResponse();
  call.catch(() => {});
  await until(() => logger.lines.length === 1);
  return { call, server, logger };
}

test.for([
  { what: "seconds", value: "3", wait: 3_000 },
  { what: "the longest that is waited for", value: "60", wait: 60_000 },
  {
    what: "an HTTP date",
    value: "Sun, 06 Nov 2033 08:49:47 GMT",
    wait: 10_000,
  },
])("Retry-After is obeyed: $what", async ({ value, wait }) => {
  const { call, server } = await refusedCall({ "Retry-After": value });
  vi.advanceTimersByTime(wait - 1);
  await settleDown();
  expect(server.requests).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(await call).toMatchObject({ attempts: 2 });
});

test.for(["0", "Sun, 06 Nov 1994 08:49:37 GMT"])(
  "Retry-After %s is a value: no wait",
  async (value) => {
    fixJitter(0.9);
    const { call, logger } = await refusedCall({ "Retry-After": value });
    expect(logger.lines[0]?.retryIn).toBe(0);
    vi.advanceTimersByTime(1);
    expect(await call).toMatchObject({ attempts: 2 });
  },
);

test.for(["soon", "", "3 s", "-1"])(
  "Retry-After %j is none: the usual wait",
  expectUsualWait,
);
async function expectUsualWait(value: string) {
  fixJitter(0.5);
  const { call, logger } = await refusedCall({ "Retry-After": value });
  expect(logger.lines[0]?.retryIn).toBe(250);
  vi.advanceTimersByTime(250);
  await call;
}

test.for([
  { value: "61", maxRetryAfter: undefined, retryAfter: 61_000 },
  { value: "2", maxRetryAfter: 1_999, retryAfter: 2_000 },
  {
    value: "Sun, 06 Nov 2033 09:49:37 GMT",
    maxRetryAfter: undefined,
    retryAfter: 3_600_000,
  },
])(
  "Retry-After $value beyond maxRetryAfter $maxRetryAfter ends the call with the error, which carries it",
  async ({ value, maxRetryAfter, retryAfter }) => {
    const { call, server } = await refusedCall(
      { "Retry-After": value },
      { maxRetryAfter },
    );
    expect(await melioErrorOf(call)).toMatchObject({
      kind: "rate_limited",
      attempts: 1,
      retryAfter,
      code: errorBody.error.code,
    });
    expect(server.requests).toHaveLength(1);
  },
);

// setTimeout fires at once beyond 2^31 - 1 ms.
test("a Retry-After longer than a timer can run is not taken for none", async () => {
  const { server } = await refusedCall(
    { "Retry-After": "9999999" },
    { maxRetryAfter: Infinity },
  );
  vi.advanceTimersByTime(60_000);
  await settleDown();
  expect(server.requests).toHaveLength(1);
});
