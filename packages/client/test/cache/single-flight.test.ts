import { getEventListeners } from "node:events";
import { createTokenCache } from "@melio-platform/client/cache";
import { expect, test, vi } from "vitest";
import { settleDown, until } from "../support/time.js";
import { createMinter } from "./support.js";

test("10,000 callers at once, one Account: one mint, one token for all", async () => {
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({ melio });
  const given = await Promise.all(
    Array.from({ length: 10_000 }, () => tokens.get("acc_1")),
  );
  expect(mints).toHaveLength(1);
  expect(new Set(given.map(({ accessToken }) => accessToken)).size).toBe(1);
});

test("1,000 Accounts at once: 1,000 mints, each with its Account and a key of its own", async () => {
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({ melio });
  const accounts = Array.from({ length: 1_000 }, (_, i) => `acc_${i}`);
  const twice = [...accounts, ...accounts];
  const given = await Promise.all(twice.map((account) => tokens.get(account)));
  expect(mints.map(({ account }) => account).sort()).toEqual(accounts.sort());
  expect(new Set(mints.map((mint) => mint.idempotencyKey)).size).toBe(1_000);
  expect(new Set(given.map(({ accessToken }) => accessToken)).size).toBe(1_000);
});

test("a caller's abort ends that caller's wait alone", async () => {
  const { melio, mints } = createMinter({ auto: false });
  const tokens = createTokenCache({ melio });
  const { signal, ...controller } = abortable();
  const first = tokens.get("acc_1", { signal });
  const second = tokens.get("acc_1");
  await until(() => mints.length);
  const reason = new Error("the user has left");
  controller.abort(reason);
  await expect(first).rejects.toBe(reason);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  mints[0]?.succeed();
  await expect(second).resolves.toMatchObject({
    accessToken: expect.any(String),
  });
  expect(mints).toHaveLength(1);
});

test("the mint goes on when every caller has aborted, and its token serves the next", async () => {
  const { melio, mints } = createMinter({ auto: false });
  const tokens = createTokenCache({ melio });
  const { signal, abort } = abortable();
  const first = tokens.get("acc_1", { signal });
  await until(() => mints.length);
  abort();
  await expect(first).rejects.toMatchObject({ name: "AbortError" });
  mints[0]?.succeed();
  await tokens.get("acc_1");
  expect(mints).toHaveLength(1);
});

test("a failed mint after every caller has aborted is no unhandled rejection", async () => {
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  const { melio, mints } = createMinter({ auto: false });
  const tokens = createTokenCache({ melio });
  const { signal, abort } = abortable();
  const first = tokens.get("acc_1", { signal });
  await until(() => mints.length);
  abort();
  await expect(first).rejects.toMatchObject({ name: "AbortError" });
  mints[0]?.fail(500);
  await settleDown();
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test("a signal that has aborted before ends the call before any mint", async () => {
  const { melio, mints } = createMinter();
  const reason = new Error("too late");
  const get = createTokenCache({ melio }).get("acc_1", {
    signal: AbortSignal.abort(reason),
  });
  await expect(get).rejects.toBe(reason);
  expect(mints).toHaveLength(0);
});

test("1,000 callers with one signal: no warning, no listener left", async () => {
  const onWarning = vi.fn();
  process.on("warning", onWarning);
  const { melio } = createMinter();
  const tokens = createTokenCache({ melio });
  const { signal } = abortable();
  await Promise.all(
    Array.from({ length: 1_000 }, () => tokens.get("acc_1", { signal })),
  );
  await settleDown();
  process.off("warning", onWarning);
  expect(onWarning).not.toHaveBeenCalled();
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

function abortable() {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    abort: (reason?: unknown) => controller.abort(reason),
  };
}
