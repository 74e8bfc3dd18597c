import KeyvRedis from "@keyv/redis";
import { type MockServer, startMockServer } from "@melio-platform/mock-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTokenEncryption } from "../examples/token-encryption.js";
import { type RedisServer, startRedis } from "./redis-server.js";
import { startWorker, type Worker } from "./worker-process.js";

let mock: MockServer;
let redis: RedisServer;
let workers: Worker[];
let probe: KeyvRedis<string>;

beforeEach(async () => {
  [mock, redis] = await Promise.all([startMockServer(), startRedis()]);
  workers = [];
  probe = new KeyvRedis(redis.url);
  probe.on("error", () => {});
});
afterEach(async () => {
  mock.assertNoViolations();
  await Promise.all(workers.map((worker) => worker.stop()));
  await probe.disconnect(true);
  await redis.stop();
  await mock.close();
});

/** Starts processes that have one API key. */
async function start(count: number, apiKey = "sk_test_redis", secret?: string) {
  const env = { MELIO_API_KEY: apiKey, MELIO_BASE_URL: mock.baseUrl };
  const started = await Promise.all(
    Array.from({ length: count }, () => startWorker(redis.url, env, secret)),
  );
  workers.push(...started);
  return started as [Worker, Worker, ...Worker[]];
}

const mints = () => mock.requests().length;

/** The tokens that stand in Redis, once there are so many. */
async function stored(count: number) {
  const client = (await probe.getClient()) as unknown as RawClient;
  for (;;) {
    const keys = await client.keys("*:token:*");
    if (keys.length >= count) {
      return Promise.all(
        keys.sort().map(async (key) => ({
          key,
          value: await client.get(key),
          timeToLive: await client.pTTL(key),
        })),
      );
    }
  }
}
interface RawClient {
  keys(pattern: string): Promise<string[]>;
  get(key: string): Promise<string>;
  set(key: string, value: string): Promise<unknown>;
  pTTL(key: string): Promise<number>;
}

test("four processes share one token, and Redis forgets it when it expires", async () => {
  const [first, ...others] = await start(4);
  const token = await first.get("acc_1");
  const [entry] = await stored(1);
  for (const other of others) expect(await other.get("acc_1")).toEqual(token);
  expect(mints()).toBe(1);
  const left = Date.parse(token.expiresAt) - Date.now();
  expect(Math.abs((entry?.timeToLive ?? 0) - left)).toBeLessThan(60_000);
});

test("neither token nor API key can be read from Redis", async () => {
  const [worker] = await start(1);
  const { accessToken, refreshToken } = await worker.get("acc_1");
  const everything = JSON.stringify(await stored(1));
  for (const secret of [accessToken, refreshToken, "sk_test_redis"])
    expect(everything).not.toContain(secret);
});

test("processes with another API key never get the token", async () => {
  const [ours] = await start(1);
  const [theirs] = await start(1, "sk_of_another_partner");
  const token = await ours.get("acc_1");
  await stored(1);
  expect(await theirs.get("acc_1")).not.toEqual(token);
  expect(await ours.get("acc_1")).toEqual(token);
  expect(mints()).toBe(2);
});

test("processes with another secret of the encryption mint for themselves", async () => {
  const [ours] = await start(1);
  const [theirs] = await start(1, "sk_test_redis", "another secret");
  const token = await ours.get("acc_1");
  await stored(1);
  expect(await theirs.get("acc_1")).not.toEqual(token);
  expect(mints()).toBe(2);
});

test("an invalidate in one process holds in the other", async () => {
  const [one, other] = await start(2);
  const token = await one.get("acc_1");
  await stored(1);
  expect(await other.get("acc_1")).toEqual(token);
  await other.invalidate("acc_1");
  expect(await one.get("acc_1")).not.toEqual(token);
  expect(mints()).toBe(2);
});

test("Redis is killed in the middle: tokens come from memory, mints go on, nothing throws", async () => {
  const [one, other] = await start(2);
  const token = await one.get("acc_1");
  await stored(1);
  expect(await other.get("acc_1")).toEqual(token);
  await redis.stop();
  for (const worker of [one, other]) {
    expect(await worker.get("acc_1")).toEqual(token);
    expect(await worker.get("acc_2")).toMatchObject({
      accessToken: expect.any(String),
    });
    await expect(worker.invalidate("acc_2")).rejects.toThrow(/not confirm/);
  }
  expect(mints()).toBe(3);
  await Promise.all(
    Array.from({ length: 100 }, (_, i) => one.get(`acc_${10 + i}`)),
  );
  expect(mints()).toBe(103);
});

test("Redis hangs in the middle, and comes back", async () => {
  const [one, other] = await start(2);
  const token = await one.get("acc_1");
  await stored(1);
  redis.pause();
  expect(await one.get("acc_1")).toEqual(token);
  await one.get("acc_2");
  expect(mints()).toBe(2);
  redis.resume();
  expect(await other.get("acc_1")).toEqual(token);
  expect(mints()).toBe(2);
});

test("Redis is not there when the processes start", async () => {
  await redis.stop();
  const [one, other] = await start(2);
  const token = await one.get("acc_1");
  expect(await one.get("acc_1")).toEqual(token);
  expect(await other.get("acc_1")).not.toEqual(token);
  expect(mints()).toBe(2);
});

test("garbage in Redis is gone over, another version's entries are left alone", async () => {
  const [one, other] = await start(2);
  const first = await one.get("acc_1");
  const [entry] = await stored(1);
  const key = entry?.key ?? "";
  const client = (await probe.getClient()) as unknown as RawClient;
  const theirs = key.replace("melio-token:2:", "melio-token:1:");
  expect(theirs).not.toBe(key);
  await client.set(theirs, "of version 1");
  await client.set(key, "garbage \u0000{");
  const second = await other.get("acc_1");
  expect(second).not.toEqual(first);
  for (;;) if ((await client.get(key)) !== "garbage \u0000{") break;
  expect(await client.get(theirs)).toBe("of version 1");
  const [third] = await start(1);
  expect(await third.get("acc_1")).toEqual(second);
  expect(mints()).toBe(2);
});

test("the encryption opens nothing that was moved, changed or made with another secret", () => {
  const { encrypt, decrypt } = createTokenEncryption("one");
  const sealed = encrypt("a token", "acc_1") as string;
  expect(sealed).not.toBe(encrypt("a token", "acc_1"));
  expect(decrypt(sealed, "acc_1")).toBe("a token");
  expect(() => decrypt(sealed, "acc_2")).toThrow();
  const changed = sealed.startsWith("A") ? "B" : "A";
  expect(() => decrypt(`${changed}${sealed.slice(1)}`, "acc_1")).toThrow();
  expect(() => decrypt("", "acc_1")).toThrow();
  expect(() => createTokenEncryption("two").decrypt(sealed, "acc_1")).toThrow();
});
