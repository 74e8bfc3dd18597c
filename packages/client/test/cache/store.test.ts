import { createTokenCache } from "@melio-platform/client/cache";
import { expect, test, vi } from "vitest";
import { settleDown, until } from "../support/time.js";
import { createMapStore } from "./map-store.js";
import { createMinter, hour, stopClock } from "./support.js";

test("caches of one client's kind share a token, and its end", async () => {
  const clock = stopClock();
  const store = createMapStore();
  const [one, other] = [createMinter(), createMinter()];
  const [first, second] = [one, other].map(({ melio }) =>
    createTokenCache({ melio, store }),
  );
  const token = await first?.get("acc_1");
  await until(() => store.entries.size);
  expect(await second?.get("acc_1")).toEqual(token);
  expect(other.mints).toHaveLength(0);
  expect(store.set).toHaveBeenCalledWith(
    expect.stringMatching(/:acc_1$/),
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
    await until(() => store.entries.size);
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
  await until(() => store.entries.size);
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
  expect(store.get).toHaveBeenCalledTimes(1);
  expect(mints).toHaveLength(1);
});

test("an invalidate in one process holds in the others, which have the token in memory", async () => {
  const store = createMapStore();
  const [one, other] = [createMinter(), createMinter()];
  const here = createTokenCache({ melio: one.melio, store });
  const there = createTokenCache({ melio: other.melio, store });
  const token = await here.get("acc_1");
  await until(() => store.entries.size);
  expect(await there.get("acc_1")).toEqual(token);
  await here.invalidate("acc_1");
  const renewed = await there.get("acc_1");
  expect(renewed).not.toEqual(token);
  await until(() => store.set.mock.calls.length === 3);
  await settleDown();
  expect(await here.get("acc_1")).toEqual(renewed);
  expect(one.mints.length + other.mints.length).toBe(2);
});

test("an invalidate is not undone by the token that is still being written", async () => {
  const store = createMapStore();
  const { melio } = createMinter();
  let write = () => {};
  const set = store.set.getMockImplementation();
  store.set.mockImplementationOnce(async (...entry) => {
    await new Promise<void>((resolve) => {
      write = resolve;
    });
    await set?.(...entry);
  });
  const tokens = createTokenCache({ melio, store });
  const token = await tokens.get("acc_1");
  await until(() => store.set.mock.calls.length);
  const invalidated = tokens.invalidate("acc_1");
  await settleDown();
  write();
  await invalidated;
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
  await until(() => store.entries.size);
  const [entry] = store.entries.values();
  let answer = (_: unknown) => {};
  store.get.mockImplementationOnce(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  const tokens = createTokenCache({ melio: other.melio, store });
  const reading = tokens.get("acc_1");
  await until(() => store.get.mock.calls.length === 2);
  await tokens.invalidate("acc_1");
  answer(entry?.value);
  expect(await reading).not.toEqual(token);
  expect(other.mints).toHaveLength(1);
});

test("what was refused is not taken from the store again", async () => {
  const store = createMapStore();
  const [one, other] = [createMinter(), createMinter()];
  const { accessToken } = await createTokenCache({
    melio: one.melio,
    store,
  }).get("acc_1");
  await until(() => store.entries.size);
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
    await until(() => store.entries.size);
    for (const entry of store.entries.values()) entry.value = value;
    const fresh = createMinter();
    const tokens = createTokenCache({ melio: fresh.melio, store });
    const token = await tokens.get("acc_1");
    expect(token.accessToken).not.toBe("at_other");
    expect(fresh.mints).toHaveLength(1);
    await until(() => store.set.mock.calls.length === 2);
    await settleDown();
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
  await until(() => store.entries.size);
  const [[key, entry] = []] = store.entries;
  const theirs = `${key}`.replace(":1:", ":2:");
  expect(theirs).not.toBe(key);
  store.entries.clear();
  store.entries.set(theirs, {
    ...entry,
    value: "of version 2",
    until: Infinity,
  });
  await createTokenCache({ melio, store }).get("acc_1");
  await until(() => store.entries.size === 2);
  expect(mints).toHaveLength(2);
  expect(store.entries.get(theirs)?.value).toBe("of version 2");
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
    const clock = stopClock();
    const onError = vi.fn();
    const store = createMapStore();
    const { melio, mints } = createMinter();
    const tokens = createTokenCache({ melio, store, onError });
    const token = await tokens.get("acc_1");
    await until(() => store.entries.size);
    store.get.mockImplementation(get);
    store.set.mockImplementation(set);
    for (let i = 0; i < 10; i++)
      expect(await tokens.get("acc_1")).toEqual(token);
    expect(mints).toHaveLength(1);
    const asked = store.get.mock.calls.length;
    expect(asked).toBe(2); // then it is left alone
    expect(onError).toHaveBeenCalledTimes(1);
    await tokens.get("acc_2");
    await tokens.invalidate("acc_2");
    await tokens.get("acc_2");
    expect(mints).toHaveLength(3);
    clock.advance(hour);
    expect(await tokens.get("acc_1")).not.toEqual(token);
    expect(store.get).toHaveBeenCalledTimes(asked + 1);
  },
);

test("a store that has forgotten all, or says so while it is down, costs no mint", async () => {
  const store = createMapStore();
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({ melio, store });
  const token = await tokens.get("acc_1");
  await until(() => store.entries.size);
  store.entries.clear();
  expect(await tokens.get("acc_1")).toEqual(token);
  expect(mints).toHaveLength(1);
});

test("a store that never answers holds up the first call for a second, and no other", async () => {
  const onError = vi.fn();
  const store = createMapStore();
  store.get.mockImplementation(() => new Promise(() => {}));
  store.set.mockImplementation(() => new Promise(() => {}));
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({ melio, store, onError });
  await tokens.get("acc_1");
  await tokens.get("acc_1");
  await tokens.get("acc_2");
  expect(store.get).toHaveBeenCalledTimes(1);
  expect(onError).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ name: "TimeoutError" }),
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
  await until(() => store.entries.size);
  expect(JSON.stringify([...store.entries])).not.toContain(token.accessToken);
  expect(await create().get("acc_1")).toEqual(token);
  expect(mints).toHaveLength(1);

  const [[key, entry] = []] = store.entries;
  const victim = `${key}`.replace("acc_1", "acc_2");
  store.entries.set(victim, { value: entry?.value, until: Infinity });
  expect(await create().get("acc_2")).not.toEqual(token);
  expect(encryption.decrypt).toHaveBeenLastCalledWith(entry?.value, victim);
  expect(mints).toHaveLength(2);
});
