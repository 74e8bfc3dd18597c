// A backend's process: asks its token cache for what it is sent, and says what it was given.
import { createMelioClient } from "@melio-platform/client";
import {
  createRedisStore,
  createTokenCache,
} from "@melio-platform/client/cache";
import { createClient } from "redis";
import { moment, moveClock } from "./moved-clock.js";

/**
 * @typedef {"none" | "get and set" | "with a lock"} StoreKind
 *
 * @typedef {object} Start begins anew, with a cache that has nothing in memory
 * @property {StoreKind} store
 * @property {import("@melio-platform/client/cache").TokenCacheOptions["trustMemoryFor"]} [trustMemoryFor]
 * @property {number} [refreshBefore]
 *
 * @typedef {object} Order
 * @property {Start} [start]
 * @property {number} offset of the clock
 * @property {string} key what the vault holds now
 * @property {string[]} get Accounts, some of them at the same time
 * @property {(string | null)[]} invalidate Accounts, or with `null` all of them, while the others are asked for
 * @property {number} [time] measures so many times how long one `get` takes, one after the other
 *
 * @typedef {object} Report
 * @property {Given[]} given
 * @property {Invalidated[]} invalidated
 * @property {string[]} errors what `onError` was called with
 * @property {number} [microseconds] of one `get`
 *
 * @typedef {[account: string, began: number, beganTime: number, token: number, failure: string]} Given
 * @typedef {[account: string | null, began: number, ended: number, confirmed: boolean]} Invalidated
 */

const [, , socket = "", baseUrl = ""] = process.argv;
const redis = createClient({
  socket: { path: socket, reconnectStrategy: 20 },
  disableOfflineQueue: true,
});
redis.on("error", () => {}); // it connects again
const connected = redis.connect();

let vault = "";
let cachedKey = "";
/** @type {import("@melio-platform/client/cache").TokenCache} */
let tokens;
/** @type {string[]} */
let errors = [];

/** @param {Start} start */
function begin({ store: kind, ...settings }) {
  const melio = createMelioClient({
    baseUrl,
    maxRetries: 1, // the waits between attempts take real time
    // A vault's cache: asks the vault only once the key was refused.
    apiKey(refused) {
      if (refused !== undefined || cachedKey === "") cachedKey = vault;
      return cachedKey;
    },
  });
  const whole = expiringByMovedClock(createRedisStore(redis));
  const { get, set } = whole;
  const stores = {
    none: undefined,
    "get and set": { get, set },
    "with a lock": whole,
  };
  tokens = createTokenCache({
    melio,
    store: stores[kind],
    ...settings,
    onError: (error) => errors.push(String(error)),
  });
}

/**
 * Redis expires by the real clock, so each value carries when it expires by the moved one.
 *
 * @param {Required<import("@melio-platform/client/cache").TokenStore>} store
 * @returns {typeof store}
 */
function expiringByMovedClock(store) {
  const wrap = (/** @type {string} */ value, /** @type {number} */ time) =>
    `${Date.now() + time}:${value}`;
  const isOver = (/** @type {string} */ wrapped) =>
    Number.parseInt(wrapped, 10) <= Date.now();
  /** @type {Map<string, string>} locks of this process, by their owner's word */
  const own = new Map();
  return {
    async get(key) {
      const wrapped = await store.get(key);
      if (typeof wrapped !== "string" || isOver(wrapped)) return null;
      return wrapped.slice(wrapped.indexOf(":") + 1);
    },
    set: (key, value, time) => store.set(key, wrap(value, time), day),
    async setIfAbsent(key, value, time) {
      const wrapped = wrap(value, time);
      own.set(value, wrapped);
      if (await store.setIfAbsent(key, wrapped, day)) return true;
      const present = await store.get(key);
      if (typeof present === "string" && isOver(present)) {
        await store.deleteIfEqual(key, present);
        return store.setIfAbsent(key, wrapped, day);
      }
      return false;
    },
    async deleteIfEqual(key, value) {
      await store.deleteIfEqual(key, own.get(value) ?? "");
      own.delete(value);
    },
  };
}
const day = 86_400_000; // milliseconds

/** How many Accounts a process asks for at the same time. */
const atOnce = 20;

/**
 * @param {Order} order
 * @returns {Promise<Report>}
 */
async function obey({ start, offset, key, get, invalidate, time }) {
  await connected;
  moveClock(offset);
  vault = key;
  if (start) begin(start);
  /** @type {Promise<unknown>[]} renewals, which must be done before the clock moves on */
  const inBackground = [];
  const waitUntil = (/** @type {Promise<unknown>} */ renewal) =>
    void inBackground.push(renewal);
  /** @type {Report} */
  const report = { given: [], invalidated: [], errors: [] };
  errors = report.errors;
  const obeyed = invalidate.map(async (account) => {
    const began = moment();
    const confirmed = await (account === null
      ? tokens.invalidateAll()
      : tokens.invalidate(account)
    ).then(
      () => true,
      () => false,
    );
    report.invalidated.push([account, began, moment(), confirmed]);
  });
  for (let first = 0; first < get.length; first += atOnce)
    await Promise.all(
      get.slice(first, first + atOnce).map(async (account) => {
        const began = moment();
        const beganTime = Date.now();
        const [token, failure] = await tokens.get(account, { waitUntil }).then(
          ({ accessToken }) => [Number(accessToken), ""],
          (error) => [-1, `${error.kind ?? error}`],
        );
        report.given.push([
          account,
          began,
          beganTime,
          Number(token),
          String(failure),
        ]);
      }),
    );
  await Promise.all([...obeyed, ...inBackground]);
  if (time) {
    const account = get[0] ?? "";
    const began = moment();
    for (let turn = 0; turn < time; turn++) await tokens.get(account);
    report.microseconds = ((moment() - began) * 1_000) / time;
  }
  return report;
}

process.on("message", async (/** @type {Order} */ order) => {
  process.send?.(await obey(order));
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
