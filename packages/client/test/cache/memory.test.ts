import { createTokenCache } from "@melio-platform/client/cache";
import { expect, test } from "vitest";
import { createMinter, hour, stopClock } from "./support.js";

test("memory is bounded, and the oldest token goes first", async () => {
  const clock = stopClock();
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({ melio, maxEntries: 3 });
  for (const account of ["a", "b", "c"]) await tokens.get(account);
  clock.advance(hour);
  await tokens.get("a"); // anew, so not the oldest any more
  await tokens.get("d"); // in the place of b
  mints.length = 0;
  for (const account of ["a", "d"]) await tokens.get(account);
  expect(mints).toHaveLength(0);
  for (const account of ["e", "f", "a", "d"]) await tokens.get(account);
  expect(mints.map(({ account }) => account)).toEqual(["e", "f", "a", "d"]);
});

test("caches of several clients share nothing", async () => {
  const one = createMinter({ apiKey: "sk_of_one_partner" });
  const other = createMinter({ apiKey: "sk_of_another" });
  const [first, second] = await Promise.all(
    [one, other].map(({ melio }) => createTokenCache({ melio }).get("acc_1")),
  );
  expect(first).not.toEqual(second);
});

test("the token is frozen, since callers share it", async () => {
  const { melio } = createMinter();
  const token = await createTokenCache({ melio }).get("acc_1");
  expect(Object.isFrozen(token)).toBe(true);
});

test.for(["", undefined, null])(
  "no Account (%j) gives no token: it would be the whole partner's",
  async (account) => {
    const { melio, mints } = createMinter();
    const get = createTokenCache({ melio }).get(account as string);
    await expect(get).rejects.toThrow(TypeError);
    expect(mints).toHaveLength(0);
  },
);

test.for([
  {
    options: new AbortController().signal,
    message: "get expects a plain object, as written with { }",
  },
  {
    options: { timeout: 1_000 },
    message: 'get does not accept "timeout". It accepts signal, waitUntil.',
  },
  {
    options: { signal: new AbortController() },
    message:
      "signal must be an AbortSignal; got an instance of AbortController",
  },
])(
  "options that would be ignored are refused: $message",
  async ({ options, message }) => {
    const { melio, mints } = createMinter();
    const tokens = createTokenCache({ melio });
    for (const mintsSoFar of [0, 1]) {
      const get = tokens.get("acc_1", options as object);
      await expect(get).rejects.toThrow(TypeError);
      await expect(get).rejects.toThrow(message);
      expect(mints).toHaveLength(mintsSoFar);
      await tokens.get("acc_1"); // so that there is one at hand
    }
  },
);

test.for([
  { refreshBefore: -1 },
  { refreshBefore: Number.NaN },
  { maxEntries: 0 },
  { maxEntries: Number.NaN },
])("%j is refused", (options) => {
  const { melio } = createMinter();
  expect(() => createTokenCache({ melio, ...options })).toThrow(TypeError);
});
