/**
 * A store that shares tokens among processes. A [Keyv](https://keyv.org) instance is one.
 * {@link createRedisStore} creates one from a Redis client.
 */
export interface TokenStore {
  /** Returns the value, or `undefined` or `null` if there is none or it has expired. */
  get(key: string): unknown;
  /** Stores a value for `timeToLive` milliseconds. */
  set(key: string, value: string, timeToLive: number): unknown;
  /**
   * Stores a value only if there is none, atomically, and returns whether it did: `SET … NX` in Redis.
   * With this and {@link deleteIfEqual}, one process mints while the others wait for its token.
   */
  setIfAbsent?(
    key: string,
    value: string,
    timeToLive: number,
  ): Promise<boolean> | boolean;
  /** Deletes a key only if it has this value, atomically. */
  deleteIfEqual?(key: string, value: string): unknown;
}

/** Encrypts tokens, so that read access to the store does not reveal them. */
export interface TokenEncryption {
  /**
   * Encrypts a text before it is stored.
   *
   * @param text - the text to store
   * @param key - the key that the text is stored under. Bind it to the text, as additional data of AES-GCM
   *   for example, so that nobody can swap the tokens of two Accounts
   */
  encrypt(text: string, key: string): string | Promise<string>;
  /**
   * Decrypts what `encrypt` returned.
   *
   * @throws any error for a text that `encrypt` did not return. The cache then acts as if nothing were stored
   */
  decrypt(encrypted: string, key: string): string | Promise<string>;
}

/** The part of a client of `redis` or `@redis/client` that the store uses. */
export interface NodeRedisClient {
  sendCommand(args: string[]): Promise<unknown>;
}

/** The part of a client of `ioredis` that the store uses. */
export interface IoredisClient {
  call(command: string, ...args: string[]): Promise<unknown>;
}

/** Deletes a key if it has this value: the lock pattern in the Redis documentation of `SET`. */
const deleteScript =
  'if redis.call("get",KEYS[1])==ARGV[1] then return redis.call("del",KEYS[1]) end return 0';

/**
 * Creates a token store from a connected Redis client. It includes the lock that lets one process mint
 * while the others wait for its token.
 *
 * @param client - a client of the package `redis` (5 or later) or `ioredis` (5 or later)
 *
 * @example
 * ```ts
 * import { createRedisStore, createTokenCache } from "@melio-platform/client/cache";
 *
 * const tokens = createTokenCache({ melio, store: createRedisStore(redis) });
 * ```
 * @throws TypeError if `client` is neither of the two
 */
export function createRedisStore(
  client: NodeRedisClient | IoredisClient,
): Required<TokenStore> {
  const send = commandOf(client);
  return {
    get: (key) => send("GET", key),
    set: (key, value, timeToLive) =>
      send("SET", key, value, "PX", whole(timeToLive)),
    async setIfAbsent(key, value, timeToLive) {
      const time = whole(timeToLive);
      const answer = await send("SET", key, value, "NX", "PX", time);
      return answer !== null && answer !== undefined;
    },
    deleteIfEqual: (key, value) => send("EVAL", deleteScript, "1", key, value),
  };
}

/** Redis rejects fractions, and a time of 0. */
const whole = (milliseconds: number): string =>
  `${Math.max(1, Math.floor(milliseconds))}`;

function commandOf(
  client: NodeRedisClient | IoredisClient,
): (...args: string[]) => Promise<unknown> {
  if (typeof (client as IoredisClient)?.call === "function")
    return (command = "", ...args) =>
      (client as IoredisClient).call(command, ...args);
  if (typeof (client as NodeRedisClient)?.sendCommand === "function")
    return (...args) => (client as NodeRedisClient).sendCommand(args);
  throw new TypeError(
    "createRedisStore expects a client of the package redis or ioredis",
  );
}
