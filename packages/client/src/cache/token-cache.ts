import type { AuthToken } from "../api-types.js";
import {
  aFunction,
  anAbortSignal,
  checkSettings,
  failWithTypeError,
  milliseconds,
  objectWith,
  type Rules,
  wholeNumber,
} from "../check-settings.js";
import type { MelioClient } from "../client.js";
import { callHook } from "../log.js";
import { untilAborted } from "../time-limit.js";
import {
  BoundedMap,
  backOff,
  type HeldToken,
  HeldTokens,
  type Moment,
  moment,
  ServerClock,
  since,
} from "./held-tokens.js";
import { SharedTokens } from "./shared-tokens.js";
import type { TokenEncryption, TokenStore } from "./token-store.js";
import { isWorker, type TokenRequest, TokenSupply } from "./token-supply.js";

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

const rules: Rules<TokenCacheOptions> = {
  melio: {
    expected: "a client created by createMelioClient",
    fits: (value) =>
      typeof Object(Object(value).auth).createToken === "function",
  },
  store: objectWith("get", "set"),
  encryption: objectWith("encrypt", "decrypt"),
  trustMemoryFor: milliseconds,
  refreshBefore: milliseconds,
  minLifetime: milliseconds,
  refusalInterval: milliseconds,
  maxEntries: {
    expected: "a whole number, 1 or more",
    fits: (value) => wholeNumber.fits(value) && Number(value) >= 1,
  },
  onError: aFunction,
};

const getRules: Rules<GetOptions> = {
  signal: anAbortSignal,
  waitUntil: aFunction,
};

/**
 * Creates a cache that keeps one valid token for each Account, and renews it before it expires.
 *
 * A renewal starts `refreshBefore` ahead of the expiry, by default one minute, and never more than a
 * quarter of the token's lifetime ahead. Every mint uses a new idempotency key. The server's clock decides
 * when a token expires: the cache learns its time from the responses.
 *
 * @example
 * ```ts
 * import { createMelioClient } from "@melio-platform/client";
 * import { createTokenCache } from "@melio-platform/client/cache";
 *
 * const tokens = createTokenCache({ melio: createMelioClient() });
 * const { accessToken } = await tokens.get("acc_123");
 * ```
 * @throws TypeError if a setting is missing, unknown or invalid
 */
export function createTokenCache(options: TokenCacheOptions): TokenCache {
  const checked = checkSettings(
    "createTokenCache",
    options,
    rules,
    failWithTypeError,
  );
  const {
    melio,
    store,
    encryption,
    trustMemoryFor = 0,
    refreshBefore = 60_000,
    minLifetime = 5_000,
    refusalInterval = 30_000,
    maxEntries = 10_000,
    onError,
  } = checked;
  if (!melio)
    failWithTypeError(
      "createTokenCache requires melio, a client created by createMelioClient",
    );
  const report = (error: unknown) => callHook(onError, error);
  const shared =
    store && new SharedTokens(store, encryption, melio.http, report);
  const clock = new ServerClock();
  const isShared = shared !== undefined;
  const tokens = new HeldTokens({
    refreshBefore,
    minLifetime,
    maxEntries,
    isShared,
    clock,
  });
  const supply = new TokenSupply(melio, tokens, shared, clock);
  const reads = new Map<string, Promise<string | undefined>>();
  /** When a rejected token of each Account was last forgotten. */
  const refusals = new BoundedMap<Moment>(maxEntries);

  /** Returns the token at hand, else the one of memory or store, else a new one. */
  async function obtain(
    account: string,
    options: GetOptions,
  ): Promise<AuthToken> {
    const request = await begin(account);
    const held = await takeToken(request);
    if (!held) return (await supply.renewed(request)).token;
    const now = clock.now();
    // Otherwise the store's own expiry counts, see ServerClock.isKnown.
    const knowsTime = !shared || clock.isKnown;
    if (knowsTime && now >= held.lastUseAt) {
      // Too close to its expiry, unless no other one can be minted.
      try {
        return (await supply.renewed(request)).token;
      } catch (error) {
        if (clock.now() >= held.expiresAt) throw error;
        report(error);
      }
    } else if (knowsTime && now >= held.refreshAt && !supply.isMinting(account))
      await renew({ ...request, words: held.words }, held, options);
    return held.token;
  }

  /** Reads the Account's words. An invalidation from here on makes the request out of date. */
  async function begin(account: string): Promise<TokenRequest> {
    const isCurrent = tokens.untilForgotten(account);
    return { account, words: await readWords(account), isCurrent };
  }

  /**
   * Reads the current words of the Account. Callers share a read that has not started yet, and no other, so
   * that they see every invalidation that came before them.
   */
  function readWords(account: string): Promise<string | undefined> {
    if (!shared) return Promise.resolve(undefined);
    const joined = reads.get(account);
    if (joined) return joined;
    const read = Promise.resolve().then(() => {
      reads.delete(account);
      return shared.wordsOf(account);
    });
    reads.set(account, read);
    return read;
  }

  /** Takes the Account's token that has not expired from memory or from the store. Drops one that was invalidated. */
  async function takeToken(
    request: TokenRequest,
  ): Promise<HeldToken | undefined> {
    const { account, words } = request;
    const held = tokens.find(account, words);
    if (words !== undefined) {
      if (held) held.wordsReadAt = moment();
      // It was invalidated, so it must not return even if the store is away next time.
      else tokens.drop(account);
    }
    // Otherwise the store's own expiry counts, see ServerClock.isKnown.
    const trustsMemory = words === undefined || clock.isKnown;
    if (held && trustsMemory) return held;
    return supply.findInStore(request);
  }

  /** Renews in the background, or first where nothing runs after the response. */
  async function renew(
    request: TokenRequest,
    held: HeldToken,
    { waitUntil }: GetOptions,
  ): Promise<void> {
    if (supply.pauseLeft > 0) return;
    const renewal = supply.join(request).then(
      () => {},
      (error) => {
        backOff(held, error, clock.now());
        report(error);
      },
    );
    try {
      if (waitUntil) waitUntil(renewal);
      else if (isWorker()) await renewal;
    } catch (error) {
      report(error); // the token at hand is valid all the same
    }
  }

  /** The token in memory that `get` may return without asking store or API. */
  function atHand(account: string): HeldToken | undefined {
    const held = tokens.find(account, undefined);
    if (!held) return undefined;
    const isTrusted = shared
      ? trustMemoryFor > 0 &&
        clock.isKnown &&
        since(held.wordsReadAt) < trustMemoryFor
      : true;
    const now = clock.now();
    return isTrusted && now < held.refreshAt && now < held.lastUseAt
      ? held
      : undefined;
  }

  /**
   * Claims the right to forget a rejected token: for the current token only, for one caller of all processes,
   * and once per `refusalInterval`.
   */
  async function claimRefusal(
    account: string,
    accessToken: string,
  ): Promise<boolean> {
    const last = refusals.get(account);
    if (last !== undefined && since(last) < refusalInterval) return false;
    const request = await begin(account);
    const held =
      tokens.find(account, request.words) ??
      (await supply.findInStore(request));
    if (held?.token.accessToken !== accessToken) return false;
    // Another caller may have come here at the same time.
    if (refusals.get(account) !== last) return false;
    refusals.set(account, moment());
    return (
      !shared?.canLock ||
      refusalInterval === 0 ||
      (await shared.lock(`refusal:${account}`, refusalInterval)) !== undefined
    );
  }

  return {
    async get(account, options) {
      checkAccount(account);
      const getOptions = options
        ? checkSettings("get", options, getRules, failWithTypeError)
        : {};
      getOptions.signal?.throwIfAborted();
      const held = atHand(account);
      if (held) return held.token;
      return untilAborted(obtain(account, getOptions), getOptions.signal);
    },

    async invalidate(account, accessToken) {
      checkAccount(account);
      if (accessToken !== undefined && typeof accessToken !== "string")
        failWithTypeError(
          "accessToken must be the access token that the API has rejected, a string",
        );
      if (accessToken && !(await claimRefusal(account, accessToken))) return;
      tokens.forget(account);
      supply.forget(account);
      reads.delete(account);
      await shared?.replaceWord(account);
    },

    async invalidateAll() {
      tokens.forgetAll();
      supply.forgetAll();
      reads.clear();
      await shared?.replaceWord(undefined);
    },
  };
}

function checkAccount(account: unknown): void {
  if (typeof account !== "string" || account === "")
    failWithTypeError(
      "account must be the ID of an Account, a non-empty string",
    );
}
