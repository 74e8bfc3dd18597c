import { createTokenCache } from "@melio-platform/client/cache";
import { beforeEach, expect, test, vi } from "vitest";
import { settleDown, until } from "../support/time.js";
import { createMapStore, tokensIn } from "./map-store.js";
import { createMinter, hour, stopClock } from "./support.js";

// A busy machine must not let the store's time limit pass.
let clock: ReturnType<typeof stopClock>;
beforeEach(() => {
  clock = stopClock({ timers: true });
});

test("caches of one client's kind share a token, and its end", async () => {
  const store = createMapStore();
  const [one, other] = [createMinter(), createMinter()];
  const [first, second] = [one, other].map(({ melio }) =>
    createTokenCache({ melio, store }),
  );
  const token = await first?.get("acc_1");
  await until(() => tokensIn(store).length);
  expect(await second?.get("acc_1")).toEqual(token);
  expect(other.mints).toHaveLength(0);
  expect(store.set).toHaveBeenCalledWith(
    expect.stringMatching(/:token:.*:acc_1$/),
    expect.any(String),
    hour,
  );
  clock.advance(hour);
  expect(await second?.get("acc_1")).not.toEqual(token);
  expect(other.mints).toHaveLength(1);
});

test.for([
  { what: "another API key", options: { apiKey: "sk_another" } },
  { what: "another server", options: { baseUrl: "https://api.test/v2" } },
  {
    what: "another API key from a vault",
    options: { apiKey: async () => "sk_another" },
  },
])(
  "$what never gets the token, with the very same store",
  async ({ options }) => {
    const store = createMapStore();
    const [one, other] = [createMinter(), createMinter(options)];
    const token = await createTokenCache({ melio: one.melio, store }).get(
      "acc_1",
    );
    await until(() => tokensIn(store).length);
    const theirs = await createTokenCache({ melio: other.melio, store }).get(
      "acc_1",
    );
    expect(theirs).not.toEqual(token);
    expect(other.mints).toHaveLength(1);
  },
);

test("the API key cannot be read from what is stored", async () => {
  const store = createMapStore();
  const { melio } = createMinter({ apiKey: "sk_marked_store" });
  await createTokenCache({ melio, store }).get("acc_1");
  await until(() => tokensIn(store).length);
  expect(JSON.stringify([...store.entries])).not.toContain("sk_marked");
});

test("a store without a client that can be told apart is refused", () => {
  const { melio } = createMinter();
  const store = createMapStore();
  const like = { auth: melio.auth, http: { ...melio.http } };
  expect(() => createTokenCache({ melio: like, store })).toThrow(
    /createMelioClient/,
  );
});

test("1,000 callers at once read the store once, and mint once", async () => {
  const store = createMapStore();
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({ melio, store });
  await Promise.all(Array.from({ length: 1_000 }, () => tokens.get("acc_1")));
  const reads = store.get.mock.calls.map(([key]) => key);
  // Nothing is there yet, so each word is read, written and read again.
  expect(reads.filter((key) => key.includes(":word:"))).toHaveLength(2);
  expect(mints).toHaveLength(1);
});

test("an invalidate in one process holds in the others, which have the token in memory", async () => {
  const store = createMapStore();
  const [one, other] = [createMinter(), createMinter()];
  const here = createTokenCache({ melio: one.melio, store });
  const there = createTokenCache({ melio: other.melio, store });
  const token = await here.get("acc_1");
  await until(() => tokensIn(store).length);
  expect(await there.get("acc_1")).toEqual(token);
  await here.invalidate("acc_1");
  const renewed = await there.get("acc_1");
  expect(renewed).not.toEqual(token);
  await settleDown();
  expect(await here.get("acc_1")).toEqual(renewed);
  expect(one.mints.length + other.mints.length).toBe(2);
});

test("an invalidate is not undone by the token that is still being written", async () => {
  const store = createMapStore();
  const { melio } = createMinter();
  let write = () => {};
  const set = store.set.getMockImplementation();
  store.set.mockImplementation(async (...entry) => {
    if (entry[0].includes(":token:"))
      await new Promise<void>((resolve) => {
        write = resolve;
      });
    await set?.(...entry);
  });
  const tokens = createTokenCache({ melio, store });
  const getting = tokens.get("acc_1");
  await until(() => store.set.mock.calls.length === 3);
  await tokens.invalidate("acc_1");
  write();
  const token = await getting;
  if (set) store.set.mockImplementation(set);
  const there = createMinter();
  const other = createTokenCache({ melio: there.melio, store });
  expect(await other.get("acc_1")).not.toEqual(token);
  expect(there.mints).toHaveLength(1);
});

test("an invalidate is not undone by a read of the store that is under way", async () => {
  const store = createMapStore();
  const [one, other] = [createMinter(), createMinter()];
  const token = await createTokenCache({ melio: one.melio, store }).get(
    "acc_1",
  );
  await until(() => tokensIn(store).length);
  const [[key, entry] = []] = tokensIn(store);
  let answer = (_: unknown) => {};
  const get = store.get.getMockImplementation();
  store.get.mockImplementation(async (asked) =>
    asked === key
      ? new Promise((resolve) => {
          answer = resolve;
        })
      : get?.(asked),
  );
  store.get.mockClear();
  const tokens = createTokenCache({ melio: other.melio, store });
  const before = tokens.get("acc_1");
  await until(() => store.get.mock.calls.some(([asked]) => asked === key));
  await tokens.invalidate("acc_1");
  answer(entry?.value);
  await before; // it began before the invalidation
  expect(await tokens.get("acc_1")).not.toEqual(token);
  expect(other.mints).toHaveLength(1);
});

test("what was refused is not taken from the store again", async () => {
  const store = createMapStore();
  const [one, other] = [createMinter(), createMinter()];
  const { accessToken } = await createTokenCache({
    melio: one.melio,
    store,
  }).get("acc_1");
  await until(() => tokensIn(store).length);
  const there = createTokenCache({ melio: other.melio, store });
  await there.invalidate("acc_1", accessToken);
  expect((await there.get("acc_1")).accessToken).not.toBe(accessToken);
  expect(other.mints).toHaveLength(1);
});

const garbage = [
  "",
  "not JSON",
  "42",
  "[]",
  "{}",
  '{"accessToken":"at_other"}',
  '{"accessToken":"at_other","expiresAt":"never"}',
  '{"accessToken":"at_other","expiresAt":"2001-01-01T00:00:00Z"}',
  { accessToken: "at_other" },
  Buffer.from([0, 1, 2]),
  Number.NaN,
  null,
];

test.for(garbage.map((value) => ({ value })))(
  "garbage in the store ($value) is gone over",
  async ({ value }) => {
    const store = createMapStore();
    const { melio, mints } = createMinter();
    await createTokenCache({ melio, store }).get("acc_1");
    await until(() => tokensIn(store).length);
    for (const [, entry] of tokensIn(store)) entry.value = value;
    const fresh = createMinter();
    const tokens = createTokenCache({ melio: fresh.melio, store });
    const token = await tokens.get("acc_1");
    expect(token.accessToken).not.toBe("at_other");
    expect(fresh.mints).toHaveLength(1);
    expect(await createTokenCache({ melio, store }).get("acc_1")).toEqual(
      token,
    );
    expect(mints).toHaveLength(1);
  },
);

test("another version's entries are neither read nor touched", async () => {
  const store = createMapStore();
  const { melio, mints } = createMinter();
  await createTokenCache({ melio, store }).get("acc_1");
  await until(() => tokensIn(store).length);
  const known = [...store.entries];
  store.entries.clear();
  for (const [key, entry] of known) {
    const theirs = key.replace(":2:", ":1:");
    expect(theirs).not.toBe(key);
    store.entries.set(theirs, { ...entry, value: "of version 1" });
  }
  await createTokenCache({ melio, store }).get("acc_1");
  expect(mints).toHaveLength(2);
  const ofTheOther = [...store.entries].filter(([key]) => key.includes(":1:"));
  expect(ofTheOther).toHaveLength(known.length);
  for (const [, { value }] of ofTheOther) expect(value).toBe("of version 1");
});

const down = () => Promise.reject(new Error("connection lost"));
test.for([
  { how: "rejects", get: down, set: down },
  {
    how: "throws",
    get: () => {
      throw new Error("connection lost");
    },
    set: () => {
      throw new Error("connection lost");
    },
  },
])(
  "a store that $how: tokens come from memory, mints go on, nothing throws",
  async ({ get, set }) => {
    const onError = vi.fn();
    const store = createMapStore();
    const { melio, mints } = createMinter();
    const tokens = createTokenCache({ melio, store, onError });
    const token = await tokens.get("acc_1");
    await until(() => tokensIn(store).length);
    store.get.mockImplementation(get);
    store.set.mockImplementation(set);
    for (let i = 0; i < 10; i++)
      expect(await tokens.get("acc_1")).toEqual(token);
    expect(mints).toHaveLength(1);
    const asked = store.get.mock.calls.length; // then it is left alone
    expect(onError).toHaveBeenCalledTimes(1);
    await tokens.get("acc_2");
    expect(store.get).toHaveBeenCalledTimes(asked);
    await expect(tokens.invalidate("acc_2")).rejects.toThrow(/not confirm/);
    await tokens.get("acc_2");
    expect(mints).toHaveLength(3);
    clock.advance(hour);
    expect(await tokens.get("acc_1")).not.toEqual(token);
    expect(store.get.mock.calls.length).toBeGreaterThan(asked);
  },
);

test.for([undefined, null])(
  "a store that has forgotten all, and answers %s, costs one mint",
  async (nothing) => {
    const store = createMapStore();
    const get = store.get.getMockImplementation();
    store.get.mockImplementation(async (key) => (await get?.(key)) ?? nothing);
    const { melio, mints } = createMinter();
    const tokens = createTokenCache({ melio, store });
    await tokens.get("acc_1");
    store.entries.clear();
    const token = await tokens.get("acc_1");
    for (let i = 0; i < 10; i++) expect(await tokens.get("acc_1")).toBe(token);
    expect(mints).toHaveLength(2);
  },
);

test("a store that parses JSON by itself shares tokens too", async () => {
  const store = createMapStore();
  const get = store.get.getMockImplementation();
  store.get.mockImplementation(async (key) => {
    const value = await get?.(key);
    try {
      return JSON.parse(value as string);
    } catch {
      return value;
    }
  });
  const [one, other] = [createMinter(), createMinter()];
  const token = await createTokenCache({ melio: one.melio, store }).get(
    "acc_1",
  );
  const there = createTokenCache({ melio: other.melio, store });
  expect(await there.get("acc_1")).toEqual(token);
  expect(other.mints).toHaveLength(0);
});

test("a Keyv that hides its failures is told to show them", async () => {
  const store = Object.assign(createMapStore(), { throwOnErrors: false });
  createTokenCache({ melio: createMinter().melio, store });
  expect(store.throwOnErrors).toBe(true);
});

test("memory that is trusted for a while saves the store a read for each get", async () => {
  const store = createMapStore();
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({ melio, store, trustMemoryFor: 10_000 });
  const other = createTokenCache({ melio, store });
  const token = await tokens.get("acc_1");
  const reads = store.get.mock.calls.length;
  for (let i = 0; i < 100; i++) expect(await tokens.get("acc_1")).toBe(token);
  expect(store.get).toHaveBeenCalledTimes(reads);
  await other.invalidate("acc_1");
  clock.advance(10_000);
  expect(await tokens.get("acc_1")).not.toEqual(token);
  expect(mints).toHaveLength(2);
});

test("trusted memory or not, an invalidate holds at once in its own process", async () => {
  const store = createMapStore();
  const { melio } = createMinter();
  const tokens = createTokenCache({ melio, store, trustMemoryFor: 10_000 });
  const token = await tokens.get("acc_1");
  await tokens.invalidate("acc_1");
  expect(await tokens.get("acc_1")).not.toEqual(token);
});

test("an invalidation that the store did not confirm holds here, and everywhere once the store is back", async () => {
  const store = createMapStore();
  const { melio } = createMinter();
  const here = createTokenCache({ melio, store });
  const there = createTokenCache({ melio, store });
  const token = await here.get("acc_1");
  const { get, set } = store;
  Object.assign(store, { get: down, set: down });
  await expect(here.invalidate("acc_1")).rejects.toThrow(/Try again/);
  const during = await here.get("acc_1");
  expect(during).not.toEqual(token);
  Object.assign(store, { get, set });
  clock.advance(5_000);
  const after = await here.get("acc_1");
  expect(after).not.toEqual(token);
  expect(await there.get("acc_1")).toEqual(after);
});

test("an invalidation that a process has seen holds there, even if the store is then away", async () => {
  const store = createMapStore();
  const there = createMinter({ auto: false });
  const seen = createTokenCache({ melio: createMinter().melio, store });
  const seeing = createTokenCache({ melio: there.melio, store });
  const token = await seen.get("acc_1");
  await until(() => tokensIn(store).length);
  expect(await seeing.get("acc_1")).toEqual(token);
  await seen.invalidate("acc_1");
  const refused = seeing.get("acc_1");
  await until(() => there.mints.length);
  there.mints[0]?.fail(500);
  await expect(refused).rejects.toThrow();
  Object.assign(store, { get: down, set: down });
  const next = seeing.get("acc_1");
  await until(() => there.mints.length === 2);
  there.mints[1]?.succeed();
  expect(await next).not.toEqual(token);
});

test("invalidateAll forgets the tokens of all Accounts, in all processes", async () => {
  const store = createMapStore();
  const { melio } = createMinter();
  const [here, there] = [1, 2].map(() => createTokenCache({ melio, store }));
  const accounts = ["acc_1", "acc_2", "acc_3"];
  const before = await Promise.all(accounts.map((id) => here?.get(id)));
  await there?.invalidateAll();
  const after = await Promise.all(accounts.map((id) => here?.get(id)));
  for (const [index, token] of after.entries())
    expect(token).not.toEqual(before[index]);
});

test("a store that never answers holds up the first call for a second, and no other", async () => {
  vi.useRealTimers();
  const onError = vi.fn();
  const store = createMapStore();
  store.get.mockImplementation(() => new Promise(() => {}));
  store.set.mockImplementation(() => new Promise(() => {}));
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({ melio, store, onError });
  await tokens.get("acc_1");
  await tokens.get("acc_1");
  await tokens.get("acc_2");
  expect(store.get).toHaveBeenCalledTimes(2); // both words, at once
  expect(onError).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ message: "The store took more than 1000 ms" }),
  );
  expect(mints).toHaveLength(2);
});

test("what is stored goes through the encryption, bound to where it is stored", async () => {
  const store = createMapStore();
  const encryption = {
    encrypt: vi.fn(async (text: string, key: string) => btoa(`${key}|${text}`)),
    decrypt: vi.fn(async (text: string, key: string) => {
      const [bound, ...rest] = atob(text).split("|");
      if (bound !== key) throw new Error("not here");
      return rest.join("|");
    }),
  };
  const { melio, mints } = createMinter();
  const create = () => createTokenCache({ melio, store, encryption });
  const token = await create().get("acc_1");
  await until(() => tokensIn(store).length);
  expect(JSON.stringify([...store.entries])).not.toContain(token.accessToken);
  expect(await create().get("acc_1")).toEqual(token);
  expect(mints).toHaveLength(1);

  await create().get("acc_2"); // so that it has a word
  const [[key, entry] = [], [victim = ""] = []] = tokensIn(store);
  expect(victim).toMatch(/acc_2$/);
  expect(key).toMatch(/acc_1$/);
  store.entries.set(victim, { value: entry?.value, until: Infinity });
  expect(await create().get("acc_2")).not.toEqual(token);
  expect(encryption.decrypt).toHaveBeenLastCalledWith(entry?.value, victim);
  expect(mints).toHaveLength(3);
});
