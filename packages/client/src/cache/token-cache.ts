import type { AuthToken } from "../api-types.js";
import type { MelioClient } from "../client.js";

/** Options of {@link TokenCache.get}. */
export interface GetOptions {
  /** Ends this caller's wait with the signal's reason. The mint continues for other callers. */
  signal?: AbortSignal | null | undefined;
  /**
   * Keeps the runtime alive until a background renewal is done: `ctx.waitUntil` in a Cloudflare Worker,
   * `waitUntil` on Vercel. Without it, a Cloudflare Worker renews before `get` resolves.
   */
  waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
}

/** Keeps one valid token for each Account. Create it with `createTokenCache`. */
export interface TokenCache {
  /**
   * Returns a token for the Account that has not expired: the cached one, or a new one. Concurrent
   * callers share one mint. They also share the token object, so it is frozen.
   *
   * @param account - ID of the Account that the token acts for
   * @throws TypeError if `account` is not a string, or is empty, or if an option is unknown or invalid
   * @throws whatever `melio.auth.createToken` rejects with. The next call tries again. If the API sent
   *   `Retry-After`, every `get` without a valid token fails with the same error until that time is over,
   *   but for no more than five minutes
   * @throws the signal's reason if `options.signal` aborts
   *
   * @example
   * ```ts
   * const { accessToken, expiresAt } = await tokens.get("acc_123");
   * ```
   */
  get(account: string, options?: GetOptions): Promise<AuthToken>;

  /**
   * Forgets the Account's token. This process forgets it at once; processes that share the store, as soon
   * as the promise resolves. A `get` that starts after that never returns a token minted before. The API
   * still accepts the old token until it expires, and open pages keep using it.
   *
   * @param account - ID of the Account
   * @param accessToken - the token that the API has rejected. If the cache holds another one by now, it
   *   keeps that one. Works once per `refusalInterval` for each Account, so that an API that rejects
   *   every token does not cause a mint for every request
   * @throws TypeError if `account` is not a string, or is empty, or if `accessToken` is not a string
   * @throws Error if the store did not confirm. This process has forgotten the token even so
   *
   * @example
   * ```ts
   * await tokens.invalidate("acc_123");
   * ```
   */
  invalidate(account: string, accessToken?: string): Promise<void>;

  /**
   * Forgets the tokens of all Accounts, in the same way as {@link invalidate}. Use it after an API key
   * has leaked, for example.
   *
   * @throws Error if the store did not confirm. This process has forgotten the tokens even so
   */
  invalidateAll(): Promise<void>;
}

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

/** Settings of `createTokenCache`. All times are in milliseconds. */
export interface TokenCacheOptions {
  /** The client that mints the tokens. A cache serves one client: one API key and one environment. */
  melio: Pick<MelioClient, "auth" | "http">;
  /**
   * Shares tokens among processes. Pass a Keyv, the result of `createRedisStore`, or any object with the
   * same methods. Only clients with the same API key and server share tokens: the keys in the store
   * contain a hash of both. If the store fails, or takes more than a second, the cache pauses using it for
   * five seconds, and tokens come from memory or are minted. The cache turns on a Keyv's `throwOnErrors`,
   * because Keyv hides failures otherwise.
   * @defaultValue none: tokens are kept in memory only
   */
  store?: TokenStore | undefined;
  /**
   * How long `get` may return a token from memory without asking the store, in milliseconds. This saves
   * a round trip for each `get`. In return, a token that another process invalidated may be returned for
   * that long.
   * @defaultValue 0
   */
  trustMemoryFor?: number | undefined;
  /**
   * Encrypts the tokens in the store. A token is a secret: anyone who can read it can use it.
   * @defaultValue tokens are stored as plain JSON
   */
  encryption?: TokenEncryption | undefined;
  /**
   * How long before its expiry to renew a token in the background, in milliseconds. Callers get the valid
   * token meanwhile. Limited to a quarter of the token's lifetime. With a `store`, each process starts at
   * a random time in the first half of that period, so that they do not all renew at once.
   * @defaultValue 60_000
   */
  refreshBefore?: number | undefined;
  /**
   * How long a returned token is still valid, at least, in milliseconds. If the cached one expires sooner,
   * `get` waits for a new token. Limited to a quarter of the token's lifetime. If minting fails, `get`
   * returns the cached token for as long as it is valid.
   * @defaultValue 5_000
   */
  minLifetime?: number | undefined;
  /**
   * After {@link TokenCache.invalidate} has forgotten a rejected token, how long it ignores further
   * rejected tokens of the same Account, in milliseconds.
   * @defaultValue 30_000
   */
  refusalInterval?: number | undefined;
  /**
   * For how many Accounts to keep a token in memory, at least 1. The oldest token is dropped first.
   * @defaultValue 10_000
   */
  maxEntries?: number | undefined;
  /**
   * Called with every failure that does not reach the caller: a failed background renewal, or a failure
   * of the store. Whatever the function throws or rejects with is ignored.
   * @defaultValue none
   */
  onError?: ((error: unknown) => unknown) | undefined;
}
