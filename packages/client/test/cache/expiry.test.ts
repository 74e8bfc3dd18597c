import { createTokenCache } from "@melio-platform/client/cache";
import { expect, test, vi } from "vitest";
import { settleDown, until } from "../support/time.js";
import { createMinter, hour, newToken, stopClock } from "./support.js";

test("a token serves until a minute before its expiry, and is then renewed unseen", async () => {
  const clock = stopClock();
  const { melio, mints } = createMinter({ auto: false });
  const tokens = createTokenCache({ melio });
  const waiting = tokens.get("acc_1");
  await until(() => mints.length);
  mints[0]?.succeed();
  const first = await waiting;

  clock.advance(hour - 60_001);
  expect(await tokens.get("acc_1")).toBe(first);
  expect(mints).toHaveLength(1);

  clock.advance(1);
  for (let i = 0; i < 3; i++) expect(await tokens.get("acc_1")).toBe(first);
  await until(() => mints.length > 1);
  expect(await tokens.get("acc_1")).toBe(first); // the mint is under way
  expect(mints).toHaveLength(2);
  expect(mints[1]?.idempotencyKey).not.toBe(mints[0]?.idempotencyKey);
  mints[1]?.succeed();
  await settleDown();
  expect(await tokens.get("acc_1")).not.toEqual(first);
  expect(mints).toHaveLength(2);
});

test("an expired token is never given: callers wait for the renewal that is under way", async () => {
  const clock = stopClock();
  const { melio, mints } = createMinter({ auto: false });
  const tokens = createTokenCache({ melio });
  const waiting = tokens.get("acc_1");
  await until(() => mints.length);
  mints[0]?.succeed();
  const first = await waiting;
  clock.advance(hour - 30_000);
  await tokens.get("acc_1");
  await until(() => mints.length > 1);
  clock.advance(30_000);
  const given = vi.fn();
  const late = tokens.get("acc_1").finally(given);
  await settleDown();
  expect(given).not.toHaveBeenCalled();
  mints[1]?.succeed();
  expect(await late).not.toEqual(first);
  expect(mints).toHaveLength(2);
});

test.for([
  { refreshBefore: Number.POSITIVE_INFINITY, lifetime: 60_000, after: 45_000 },
  { refreshBefore: 1_200_000, lifetime: 60_000, after: 45_000 },
  { refreshBefore: 60_000, lifetime: 60_000, after: 45_000 },
  { refreshBefore: 5_000, lifetime: 60_000, after: 55_000 },
])(
  "refreshBefore $refreshBefore with a life of $lifetime: renewed after $after, not by every call",
  async ({ refreshBefore, lifetime, after }) => {
    const clock = stopClock();
    const { melio, mints } = createMinter({ lifetime });
    const tokens = createTokenCache({ melio, refreshBefore });
    await tokens.get("acc_1");
    clock.advance(after - 1);
    for (let i = 0; i < 100; i++) await tokens.get("acc_1");
    await settleDown();
    expect(mints).toHaveLength(1);
    clock.advance(1);
    for (let i = 0; i < 100; i++) await tokens.get("acc_1");
    await settleDown();
    expect(mints).toHaveLength(2);
  },
);

test("refreshBefore 0 renews only what has expired", async () => {
  const clock = stopClock();
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({
    melio,
    refreshBefore: 0,
    minLifetime: 0,
  });
  await tokens.get("acc_1");
  clock.advance(hour - 1);
  await tokens.get("acc_1");
  expect(mints).toHaveLength(1);
  clock.advance(1);
  await tokens.get("acc_1");
  expect(mints).toHaveLength(2);
});

test("a renewal that fails keeps the token and backs off, ever longer", async () => {
  const clock = stopClock();
  vi.spyOn(Math, "random").mockReturnValue(0);
  const { melio, mints } = createMinter({ auto: false });
  const onError = vi.fn();
  const tokens = createTokenCache({ melio, onError });
  const waiting = tokens.get("acc_1");
  await until(() => mints.length);
  mints[0]?.succeed();
  const first = await waiting;
  clock.advance(hour - 60_000);
  for (const [failures, wait] of [1_000, 2_000, 4_000, 8_000].entries()) {
    const attempts = failures + 2;
    for (let i = 0; i < 10; i++) expect(await tokens.get("acc_1")).toBe(first);
    await until(() => mints.length === attempts);
    mints[attempts - 1]?.fail(500);
    await until(() => onError.mock.calls.length === failures + 1);
    clock.advance(wait - 1);
    expect(await tokens.get("acc_1")).toBe(first);
    await settleDown();
    expect(mints).toHaveLength(attempts);
    clock.advance(1);
  }
  expect(onError).toHaveBeenLastCalledWith(
    expect.objectContaining({ kind: "server_error" }),
  );
  expect(new Set(mints.map((mint) => mint.idempotencyKey)).size).toBe(
    mints.length,
  );
  vi.restoreAllMocks();
});

test("a renewal heeds the Retry-After of the one before", async () => {
  const clock = stopClock();
  const { melio, mints } = createMinter({ auto: false });
  const onError = vi.fn();
  const tokens = createTokenCache({ melio, onError });
  const waiting = tokens.get("acc_1");
  await until(() => mints.length);
  mints[0]?.succeed();
  await waiting;
  clock.advance(hour - 60_000);
  await tokens.get("acc_1");
  await until(() => mints.length === 2);
  mints[1]?.fail(429, { "Retry-After": "30" });
  await until(() => onError.mock.calls.length);
  clock.advance(29_999);
  await tokens.get("acc_1");
  await settleDown();
  expect(mints).toHaveLength(2);
  clock.advance(1);
  await tokens.get("acc_1");
  await until(() => mints.length === 3);
});

test("a failure is not cached: the next call mints again", async () => {
  const { melio, mints } = createMinter({ auto: false });
  const tokens = createTokenCache({ melio });
  const waiting = [tokens.get("acc_1"), tokens.get("acc_1")];
  await until(() => mints.length);
  mints[0]?.fail(503);
  for (const get of waiting)
    await expect(get).rejects.toMatchObject({ kind: "server_error" });
  const next = tokens.get("acc_1");
  await until(() => mints.length === 2);
  mints[1]?.succeed();
  await next;
  expect(mints[1]?.idempotencyKey).not.toBe(mints[0]?.idempotencyKey);
});

test("a token that has expired when it comes is an error, and the next call mints again", async () => {
  const { melio, mints } = createMinter({ lifetime: -1_000 });
  const tokens = createTokenCache({ melio });
  for (const count of [1, 2]) {
    await expect(tokens.get("acc_1")).rejects.toThrow(/expired/);
    expect(mints).toHaveLength(count);
  }
});

test("a token that is given has some life left: get waits for the next one", async () => {
  const clock = stopClock();
  const { melio, mints } = createMinter({ auto: false });
  const tokens = createTokenCache({ melio, refreshBefore: 0 });
  const waiting = tokens.get("acc_1");
  await until(() => mints.length);
  mints[0]?.succeed();
  const first = await waiting;
  clock.advance(hour - 5_001);
  expect(await tokens.get("acc_1")).toBe(first);
  clock.advance(1);
  const late = tokens.get("acc_1");
  await until(() => mints.length === 2);
  mints[1]?.succeed();
  expect(await late).not.toEqual(first);
});

test("the last of a token's life is given if no next one can be had", async () => {
  const clock = stopClock();
  const { melio, mints } = createMinter({ auto: false });
  const onError = vi.fn();
  const tokens = createTokenCache({ melio, refreshBefore: 0, onError });
  const waiting = tokens.get("acc_1");
  await until(() => mints.length);
  mints[0]?.succeed();
  const first = await waiting;
  clock.advance(hour - 1_000);
  const late = tokens.get("acc_1");
  await until(() => mints.length === 2);
  mints[1]?.fail(500);
  expect(await late).toBe(first);
  expect(onError).toHaveBeenCalledOnce();
});

test.for([429, 503])(
  "while the API has asked to wait with %i, no get of any Account asks again",
  async (status) => {
    const clock = stopClock();
    const { melio, mints } = createMinter({ auto: false });
    const tokens = createTokenCache({ melio });
    const first = tokens.get("acc_1");
    await until(() => mints.length);
    mints[0]?.fail(status, { "Retry-After": "60" });
    await expect(first).rejects.toMatchObject({ status, retryAfter: 60_000 });
    clock.advance(20_000);
    for (let i = 0; i < 50; i++)
      await expect(tokens.get(`acc_${i}`)).rejects.toMatchObject({
        kind: status === 429 ? "rate_limited" : "server_error",
        status,
        retryAfter: expect.closeTo(40_000, -3),
      });
    expect(mints).toHaveLength(1);
    clock.advance(40_000);
    const next = tokens.get("acc_2");
    await until(() => mints.length === 2);
    mints[1]?.succeed();
    await next;
  },
);

const shifted = (ahead: number) => (response: Response) => {
  response.headers.set("Date", new Date(Date.now() - ahead).toUTCString());
  return response;
};

test.for([2 * hour, -10 * 60_000])(
  "a machine whose clock is %i ms ahead mints once, and gives nothing that has expired",
  async (ahead) => {
    const clock = stopClock();
    const withDate = shifted(ahead);
    const mints: number[] = [];
    const { melio } = createMinter({
      fetch: async () => {
        mints.push(Date.now());
        const data = newToken(hour - ahead); // by the server's clock
        return withDate(Response.json({ data }));
      },
    });
    const tokens = createTokenCache({ melio });
    const first = await tokens.get("acc_1");
    for (let i = 0; i < 10; i++) await tokens.get("acc_1");
    expect(mints).toHaveLength(1);
    clock.advance(hour - 70_000);
    expect(await tokens.get("acc_1")).toBe(first);
    clock.advance(70_000);
    expect(await tokens.get("acc_1")).not.toEqual(first);
    expect(mints).toHaveLength(2);
  },
);

test("a clock that jumps costs a mint at most", async () => {
  const clock = stopClock();
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({ melio });
  await tokens.get("acc_1");
  clock.advance(24 * hour);
  await tokens.get("acc_1");
  clock.advance(-48 * hour);
  for (let i = 0; i < 10; i++) await tokens.get("acc_1");
  expect(mints.length).toBeLessThanOrEqual(3);
});

test("a token is not served beyond its expiry because its response took long to arrive", async () => {
  const clock = stopClock();
  const { melio } = createMinter({
    fetch: async () => {
      const headers = { Date: new Date().toUTCString() };
      const answer = Response.json({ data: newToken(20_000) }, { headers });
      clock.advance(7_000);
      return answer;
    },
  });
  const tokens = createTokenCache({ melio, minLifetime: 0, refreshBefore: 0 });
  const first = await tokens.get("acc_1");
  clock.advance(13_000);
  expect(await tokens.get("acc_1")).not.toEqual(first);
});

test.for(["9999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])(
  "a wrong Retry-After, %j, does not stop the cache for ever",
  async (value) => {
    const clock = stopClock();
    const { melio, mints } = createMinter({ auto: false });
    const tokens = createTokenCache({ melio });
    const refused = tokens.get("acc_1");
    await until(() => mints.length);
    mints[0]?.fail(429, { "Retry-After": value });
    await expect(refused).rejects.toMatchObject({ kind: "rate_limited" });
    await expect(tokens.get("acc_2")).rejects.toMatchObject({
      kind: "rate_limited",
    });
    expect(mints).toHaveLength(1);
    clock.advance(300_000);
    const next = tokens.get("acc_2");
    await until(() => mints.length > 1);
    mints[1]?.succeed();
    expect((await next).accessToken).toMatch(/^at_/);
  },
);

test("a waitUntil that throws costs no caller the valid token", async () => {
  const clock = stopClock();
  const onError = vi.fn();
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({ melio, onError });
  const token = await tokens.get("acc_1");
  clock.advance(hour - 30_000);
  const waitUntil = () => {
    throw new TypeError("no context");
  };
  expect(await tokens.get("acc_1", { waitUntil })).toBe(token);
  expect(onError).toHaveBeenCalledOnce();
  await until(() => mints.length > 1);
});
