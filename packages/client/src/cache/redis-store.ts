import type { TokenStore } from "./token-cache.js";

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
      const answer = await send(
        ...["SET", key, value],
        ...["NX", "PX", whole(timeToLive)],
      );
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
