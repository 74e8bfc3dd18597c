import type { MelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { expect, test, vi } from "vitest";
import { hour, newToken, stopClock } from "./support.js";

const accounts = 10_000;
const day = 24 * hour;

interface View {
  at: number;
  account: string;
}

/**
 * Page views of a day: most Accounts look in a few times, some all day long, all of them more at
 * noon than at night. The same numbers every time.
 */
function pageViews(): View[] {
  let seed = 42;
  const random = () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return seed / 2 ** 32;
  };
  const views: View[] = [];
  for (let i = 0; i < accounts; i++) {
    const many = Math.ceil(5 / (random() + 0.02)); // 5 to 250
    for (let view = 0; view < many; view++) {
      const at = (day * (random() + random() + random())) / 3;
      views.push({ at, account: `acc_${i}` });
    }
  }
  return views.sort((one, other) => one.at - other.at);
}

/** The least mints by which every view has a token that has not expired. */
function leastMints(views: View[]): number {
  const until = new Map<string, number>();
  let mints = 0;
  for (const { at, account } of views) {
    if (at < (until.get(account) ?? 0)) continue;
    until.set(account, at + hour);
    mints++;
  }
  return mints;
}

test("a day of 10,000 Accounts: no expired token, and mints within 1 % of the least", async () => {
  stopClock();
  const midnight = Date.now();
  const createToken = vi.fn(async () => newToken());
  const melio = { auth: { createToken } } as unknown as MelioClient;
  const tokens = createTokenCache({ melio });
  const views = pageViews();
  let expired = 0;
  for (const { at, account } of views) {
    vi.setSystemTime(midnight + at);
    const { expiresAt } = await tokens.get(account);
    if (Date.parse(expiresAt) <= Date.now()) expired++;
  }
  const least = leastMints(views);
  const mints = createToken.mock.calls.length;
  expect(views.length).toBeGreaterThan(150_000);
  expect(expired).toBe(0);
  expect(mints).toBeGreaterThanOrEqual(least);
  expect(mints).toBeLessThanOrEqual(least * 1.01);
}, 120_000);
