import type { AuthToken } from "../api-types.js";
import type { MelioClient } from "../client.js";

/** How one {@link TokenCache.get} is made. */
export interface GetOptions {
  /** Ends this caller's wait, with the signal's reason. The mint goes on for the others. */
  signal?: AbortSignal | null | undefined;
  /**
   * Keeps the runtime alive until a renewal in the background is done: `ctx.waitUntil` of a Cloudflare
   * worker, `waitUntil` of Vercel. Without it, a worker renews before it answers.
   */
  waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
}

/** One valid token for each Account, made by `createTokenCache`. */
export interface TokenCache {
  /**
   * A token for the Account that has not expired: the one at hand, or a new one. However many
   * callers wait for it, it is minted once. The object is frozen, since callers share it.
   *
   * @param account - ID of the Account that the token acts for
   * @throws TypeError if `account` is not a string, or empty
   * @throws whatever `melio.auth.createToken` rejects with; the next call tries anew, unless the API has
   *   asked to wait (`Retry-After`): until then every `get` without a token fails with that error
   * @throws the signal's reason if `options.signal` aborts
   *
   * @example
   * ```ts
   * const { accessToken, expiresAt } = await tokens.get("acc_123");
   * ```
   */
  get(account: string, options?: GetOptions): Promise<AuthToken>;

  /**
   * Forgets the Account's token, in this process at once, and in the others that share the store when
   * it resolves: no `get` that begins later gives a token that was minted before. The API and open
   * pages accept the old token until it expires.
   *
   * @param account - ID of the Account
   * @param accessToken - forget only this token, which the API has refused: if another one has taken its
   *   place, nothing happens. Once in `refusalInterval` for each Account, so that an API which refuses
   *   every token does not cause a mint for every request
   * @throws TypeError if `account` is not a string, or empty
   * @throws Error if the store did not confirm; this process has forgotten the token all the same
   *
   * @example
   * ```ts
   * await tokens.invalidate("acc_123");
   * ```
   */
  invalidate(account: string, accessToken?: string): Promise<void>;

  /**
   * Forgets the tokens of all Accounts, as {@link invalidate} does one Account's: for an API key that
   * leaked, say.
   *
   * @throws Error if the store did not confirm; this process has forgotten the tokens all the same
   */
  invalidateAll(): Promise<void>;
}

/**
 * Where tokens are shared among processes: [Keyv](https://keyv.org)'s shape, so that a Keyv is one.
 * {@link createRedisStore} makes one of a Redis client.
 */
export interface TokenStore {
  /** The value that was set, unless its time has passed; else `undefined` or `null`. */
  get(key: string): unknown;
  /** Keeps a value for a time, in milliseconds. */
  set(key: string, value: string, timeToLive: number): unknown;
  /**
   * Sets a value only if there is none, in one step, and says whether it did: Redis' `SET … NX`. With
   * it, and {@link deleteIfEqual}, one process mints while the others wait for its token.
   */
  setIfAbsent?(
    key: string,
    value: string,
    timeToLive: number,
  ): Promise<boolean> | boolean;
  /** Deletes a value if it is this one, in one step. */
  deleteIfEqual?(key: string, value: string): unknown;
}

/** Keeps tokens secret from who can read the store. */
export interface TokenEncryption {
  /**
   * @param text - what is to be stored
   * @param key - under which it is stored; bound to the text (as AES-GCM's additional data, say),
   *   it keeps one Account's token from being put in the place of another's
   */
  encrypt(text: string, key: string): string | Promise<string>;
  /**
   * The other way round.
   *
   * @throws anything for what `encrypt` has not made: it is as if nothing had been stored
   */
  decrypt(encrypted: string, key: string): string | Promise<string>;
}

/** Settings of `createTokenCache`. All times are in milliseconds. */
export interface TokenCacheOptions {
  /** Mints the tokens. Each cache serves one client, so one API key and one environment. */
  melio: Pick<MelioClient, "auth" | "http">;
  /**
   * Shares tokens among processes: a Keyv, what `createRedisStore` made, or anything of that shape. A
   * token is found again only by a client with the same API key and server, whose hash begins the key
   * that it is stored under. A store that fails, or takes more than a second, is left alone for five
   * seconds; until then tokens come from memory, or are minted. A Keyv's `throwOnErrors` is switched on,
   * since it would hide its failures.
   * @defaultValue none: tokens are in memory alone
   */
  store?: TokenStore | undefined;
  /**
   * How long memory may answer without asking the store, in milliseconds. It saves a round trip for each
   * `get`; what another process invalidated may be given for that long.
   * @defaultValue 0
   */
  trustMemoryFor?: number | undefined;
  /**
   * Encrypts what goes into the store. A token is a secret: who can read it can use it.
   * @defaultValue tokens are stored as plain JSON
   */
  encryption?: TokenEncryption | undefined;
  /**
   * How long before its expiry a token is renewed in the background, in milliseconds; callers still
   * get the valid one. Never more than a quarter of the token's lifetime, however large this is. With a
   * `store` each process begins at a random time in the first half of that, so that they do not all
   * renew at once.
   * @defaultValue 60_000
   */
  refreshBefore?: number | undefined;
  /**
   * How long a token that is given is valid at least, in milliseconds; if it is not, `get` waits for the
   * next one. Never more than a quarter of the token's lifetime. If no next one can be had, the token is
   * given while it is valid.
   * @defaultValue 5_000
   */
  minLifetime?: number | undefined;
  /**
   * How long after a refused token was forgotten, see {@link TokenCache.invalidate}, no further one of
   * the same Account is, in milliseconds.
   * @defaultValue 30_000
   */
  refusalInterval?: number | undefined;
  /**
   * Of how many Accounts tokens are kept in memory, at least 1. The oldest token goes first.
   * @defaultValue 10_000
   */
  maxEntries?: number | undefined;
  /**
   * Called with the failures that `get` does not reject with: of a renewal in the background, or of the
   * store. What it throws or rejects with is ignored.
   * @defaultValue nothing is called
   */
  onError?: ((error: unknown) => unknown) | undefined;
}
