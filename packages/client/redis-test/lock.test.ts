import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createMelioClient } from "@melio-platform/client";
import {
  createRedisStore,
  createTokenCache,
} from "@melio-platform/client/cache";
import { type MockServer, startMockServer } from "@melio-platform/mock-server";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type RedisServer, startRedis } from "./redis-server.js";

let mock: MockServer;
let redis: RedisServer;
let ends: (() => unknown)[];

beforeEach(async () => {
  [mock, redis] = await Promise.all([startMockServer(), startRedis()]);
  ends = [];
});
afterEach(async () => {
  mock.assertNoViolations();
  for (const end of ends) await end();
  await redis.stop();
  await mock.close();
});

const clients = {
  async redis() {
    const client = createClient({ url: redis.url });
    client.on("error", () => {});
    await client.connect();
    ends.push(() => client.destroy());
    return createRedisStore(client);
  },
  async ioredis() {
    const client = new Redis(redis.url, { maxRetriesPerRequest: 1 });
    client.on("error", () => {});
    ends.push(() => client.disconnect());
    return createRedisStore(client);
  },
};

const cacheOver = async (name: keyof typeof clients, settings = {}) =>
  createTokenCache({
    melio: createMelioClient({
      apiKey: "sk_test_lock",
      baseUrl: mock.baseUrl,
    }),
    store: await clients[name](),
    ...settings,
  });

describe.for(["redis", "ioredis"] as const)("with a client of %s", (name) => {
  test("eight processes that need a token at once mint one", async () => {
    const caches = await Promise.all(
      Array.from({ length: 8 }, () => cacheOver(name)),
    );
    const given = await Promise.all(caches.map((each) => each.get("acc_1")));
    expect(new Set(given.map((token) => token.accessToken)).size).toBe(1);
    expect(mock.requests()).toHaveLength(1);
  });

  test("an invalidation holds in all of them, and causes one mint", async () => {
    const caches = await Promise.all(
      Array.from({ length: 4 }, () => cacheOver(name)),
    );
    const before = await caches[0]?.get("acc_1");
    await caches[1]?.invalidate("acc_1");
    const given = await Promise.all(caches.map((each) => each.get("acc_1")));
    for (const token of given) expect(token).not.toEqual(before);
    expect(new Set(given.map((token) => token.accessToken)).size).toBe(1);
    expect(mock.requests()).toHaveLength(2);
  });

  test("a token that the API refuses everywhere causes one mint in all of them", async () => {
    const caches = await Promise.all(
      Array.from({ length: 4 }, () => cacheOver(name)),
    );
    for (let i = 0; i < 20; i++) {
      const cache = caches[i % caches.length];
      const token = await cache?.get("acc_1");
      await cache?.invalidate("acc_1", token?.accessToken);
    }
    await caches[0]?.get("acc_1");
    expect(mock.requests()).toHaveLength(2);
  });

  test("a lock is set once, ends by itself, and is released by its owner alone", async () => {
    const store = await clients[name]();
    expect(await store.setIfAbsent("lock", "mine", 60_000)).toBe(true);
    expect(await store.setIfAbsent("lock", "theirs", 60_000)).toBe(false);
    await store.deleteIfEqual("lock", "theirs");
    expect(await store.get("lock")).toBe("mine");
    await store.deleteIfEqual("lock", "mine");
    expect(await store.get("lock")).toBeNull();
    expect(await store.setIfAbsent("short", "mine", 1)).toBe(true);
    await expect
      .poll(() => store.setIfAbsent("short", "theirs", 60_000))
      .toBe(true);
  });

  test("a holder of the lock that is killed in the middle of its mint: the others mint themselves", async () => {
    const cache = await cacheOver(name);
    mock.failNext({ delay: 600_000 });
    const holder = spawn(
      process.execPath,
      [fileURLToPath(new URL("lock-holder.js", import.meta.url)), redis.url],
      {
        env: {
          ...process.env,
          MELIO_API_KEY: "sk_test_lock",
          MELIO_BASE_URL: mock.baseUrl,
        },
        stdio: "inherit",
      },
    );
    const exited = once(holder, "exit");
    const probe = createClient({ url: redis.url });
    await probe.connect();
    ends.push(() => probe.destroy());
    await expect
      .poll(() => probe.keys("*:lock:mint:*"), { timeout: 30_000 })
      .toHaveLength(1);
    holder.kill("SIGKILL");
    await exited;
    expect(await probe.keys("*:lock:mint:*")).toHaveLength(1);

    mock.reset(); // what the holder asked for is not there any more
    const token = await cache.get("acc_1");
    expect(await (await cacheOver(name)).get("acc_1")).toEqual(token);
    expect(mock.requests()).toHaveLength(1);
  });
});

test("createRedisStore takes nothing but a client", () => {
  for (const wrong of [undefined, {}, "redis://localhost"])
    expect(() => createRedisStore(wrong as never)).toThrow(TypeError);
});
