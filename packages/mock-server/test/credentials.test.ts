import {
  type MockServerOptions,
  startMockServer,
} from "@melio-platform/mock-server";
import { describe, expect, test } from "vitest";
import { createCaller } from "./support/caller.js";

const status = async (
  options: MockServerOptions,
  headers: Record<string, string | undefined>,
) => {
  await using mock = await startMockServer(options);
  return (await createCaller(mock.baseUrl)({ headers })).status;
};

describe("API keys", () => {
  const apiKeys = ["anything", { key: "own", accounts: ["acc_1", "acc_2"] }];

  test.each([
    [{ "API-Key": "anything" }, 200],
    [{ "API-Key": "Bearer anything" }, 200],
    [{ "API-Key": "anything", "Melio-Account": "acc_9" }, 200],
    [{ "API-Key": "own" }, 200],
    [{ "API-Key": "own", "Melio-Account": "acc_1" }, 200],
    [{ "API-Key": "Key own", "Melio-Account": "acc_2" }, 200],
    [{ "API-Key": "own", "Melio-Account": "acc_9" }, 403],
    [{ "API-Key": "unknown" }, 401],
    [{ "API-Key": "Bearer unknown" }, 401],
    [{ "API-Key": undefined }, 401],
    // Another operation's credential is none of this one's.
    [{ "API-Key": undefined, Authorization: "Bearer anything" }, 401],
  ])("%o is answered with %i", async (headers, expected) => {
    expect(await status({ apiKeys }, headers)).toBe(expected);
  });

  test("without a list, any key is known", async () => {
    expect(await status({}, { "API-Key": crypto.randomUUID() })).toBe(200);
  });

  test("an empty list knows none", async () => {
    expect(await status({ apiKeys: [] }, {})).toBe(401);
  });
});

describe("tokens", () => {
  interface Body {
    data: { accessToken: string; expiresAt: string };
  }

  test("are valid until they expire, by a clock that a test can move", async () => {
    await using mock = await startMockServer({ tokenTtl: 60_000 });
    const { body } = await createCaller(mock.baseUrl)<Body>();
    const { accessToken, expiresAt } = body.data;
    expect(Date.parse(expiresAt) - mock.clock.now()).toBeLessThanOrEqual(
      60_000,
    );
    expect(mock.isValid(accessToken)).toBe(true);
    mock.clock.advance(60_000);
    expect(mock.isValid(accessToken)).toBe(false);
  });

  test.each(["", "at_", "at_AAAA", "nonsense", "at_💥"])(
    "%j was never minted",
    async (token) => {
      await using mock = await startMockServer();
      await createCaller(mock.baseUrl)();
      expect(mock.isValid(token)).toBe(false);
    },
  );

  test("of another server, or of before a reset, are not valid", async () => {
    await using one = await startMockServer();
    await using other = await startMockServer();
    const { body } = await createCaller(one.baseUrl)<Body>();
    await createCaller(other.baseUrl)();
    expect(other.isValid(body.data.accessToken)).toBe(false);
    one.reset();
    await createCaller(one.baseUrl)();
    expect(one.isValid(body.data.accessToken)).toBe(false);
  });

  test("of one seed are the same, of another seed or of none are not", async () => {
    const mintTwo = async (seed?: string) => {
      await using mock = await startMockServer(
        seed === undefined ? {} : { seed },
      );
      const call = createCaller(mock.baseUrl);
      return [
        (await call<Body>()).body.data.accessToken,
        (await call<Body>()).body.data.accessToken,
      ];
    };
    const first = await mintTwo("a");
    expect(await mintTwo("a")).toEqual(first);
    expect(
      new Set([...first, ...(await mintTwo("b")), ...(await mintTwo())]).size,
    ).toBe(6);
  });

  test("that were changed in any character, and refresh tokens, are not valid", async () => {
    await using mock = await startMockServer();
    const { body } = await createCaller(mock.baseUrl)<{
      data: { accessToken: string; refreshToken: string };
    }>();
    const { accessToken, refreshToken } = body.data;
    expect(mock.isValid(accessToken)).toBe(true);
    for (let index = 0; index < accessToken.length; index += 1) {
      const other = accessToken[index] === "A" ? "B" : "A";
      const changed = `${accessToken.slice(0, index)}${other}${accessToken.slice(index + 1)}`;
      expect(mock.isValid(changed)).toBe(false);
    }
    expect(mock.isValid(refreshToken)).toBe(false);
    expect(mock.isValid(refreshToken.replace("rt_", "at_"))).toBe(false);
  });

  test("the clock does not run backwards", async () => {
    await using mock = await startMockServer();
    mock.clock.advance(9e13);
    for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY, 9e13]) {
      expect(() => mock.clock.advance(ms)).toThrow(RangeError);
    }
  });
});

test("two servers of one process share no state", async () => {
  await using one = await startMockServer();
  await using other = await startMockServer();
  one.failNext({ status: 503, times: 9 });
  one.clock.advance(60_000);
  const headers = { "Idempotency-Key": "shared" };
  await createCaller(one.baseUrl)({ headers });
  expect((await createCaller(other.baseUrl)({ headers })).status).toBe(200);
  expect(other.requests()).toHaveLength(1);
  expect(other.faults()).toEqual([]);
  expect(one.clock.now() - other.clock.now()).toBeGreaterThan(50_000);
});
