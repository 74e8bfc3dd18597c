import { createTokenCache } from "@melio-platform/client/cache";
import { expect, test } from "vitest";
import { until } from "../support/time.js";
import { createMinter } from "./support.js";

test("after invalidate the next get mints anew, for that Account alone", async () => {
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({ melio });
  const first = await tokens.get("acc_1");
  const other = await tokens.get("acc_2");
  await tokens.invalidate("acc_1");
  expect(await tokens.get("acc_1")).not.toEqual(first);
  expect(await tokens.get("acc_2")).toBe(other);
  expect(mints.map(({ account }) => account)).toEqual([
    "acc_1",
    "acc_2",
    "acc_1",
  ]);
  expect(mints[2]?.idempotencyKey).not.toBe(mints[0]?.idempotencyKey);
});

test("an invalidate during a mint is not undone by its result", async () => {
  const { melio, mints } = createMinter({ auto: false });
  const tokens = createTokenCache({ melio });
  const before = tokens.get("acc_1");
  await until(() => mints.length === 1);
  await tokens.invalidate("acc_1");
  const after = tokens.get("acc_1");
  await until(() => mints.length === 2);
  mints[1]?.succeed();
  const fresh = await after;
  mints[0]?.succeed(); // later than the one that has taken its place
  expect(await before).not.toEqual(fresh);
  expect(await tokens.get("acc_1")).toBe(fresh);
  expect(mints).toHaveLength(2);
});

test("an invalidate during a mint that nobody follows leaves nothing behind", async () => {
  const { melio, mints } = createMinter({ auto: false });
  const tokens = createTokenCache({ melio });
  const before = tokens.get("acc_1");
  await until(() => mints.length === 1);
  await tokens.invalidate("acc_1");
  mints[0]?.succeed();
  const old = await before;
  const after = tokens.get("acc_1");
  await until(() => mints.length === 2);
  mints[1]?.succeed();
  expect(await after).not.toEqual(old);
});

test("1,000 callers who were refused with the same token cause one mint", async () => {
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({ melio });
  const { accessToken } = await tokens.get("acc_1");
  const renewed = await Promise.all(
    Array.from({ length: 1_000 }, async () => {
      await tokens.invalidate("acc_1", accessToken);
      return tokens.get("acc_1");
    }),
  );
  expect(mints).toHaveLength(2);
  expect(new Set(renewed).size).toBe(1);
  await tokens.invalidate("acc_1", accessToken); // long replaced
  expect(await tokens.get("acc_1")).toBe(renewed[0]);
});

test("a refusal that comes while the next token is minted waits for that one", async () => {
  const { melio, mints } = createMinter({ auto: false });
  const tokens = createTokenCache({ melio });
  const first = tokens.get("acc_1");
  await until(() => mints.length === 1);
  mints[0]?.succeed();
  const { accessToken } = await first;
  await tokens.invalidate("acc_1", accessToken);
  const second = tokens.get("acc_1");
  await until(() => mints.length === 2);
  await tokens.invalidate("acc_1", accessToken);
  const third = tokens.get("acc_1");
  mints[1]?.succeed();
  expect(await third).toBe(await second);
  expect(mints).toHaveLength(2);
});

test("invalidate refuses a rejected token that is no string, such as the whole token", async () => {
  const { melio } = createMinter();
  const tokens = createTokenCache({ melio });
  const token = await tokens.get("acc_1");
  await expect(tokens.invalidate("acc_1", token as never)).rejects.toThrow(
    /accessToken must be the access token/,
  );
});
