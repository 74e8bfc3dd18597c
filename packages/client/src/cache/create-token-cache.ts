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
import { callHook } from "../log.js";
import { untilAborted } from "../time-limit.js";
import {
  BoundedMap,
  backOff,
  type HeldToken,
  HeldTokens,
} from "./held-tokens.js";
import {
  createServerClock,
  type Moment,
  moment,
  since,
} from "./server-clock.js";
import { shareTokens } from "./shared-tokens.js";
import type {
  GetOptions,
  TokenCache,
  TokenCacheOptions,
} from "./token-cache.js";
import { isWorker, type TokenRequest, TokenSupply } from "./token-supply.js";

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
    melio = failWithTypeError(
      "createTokenCache requires melio, a client created by createMelioClient",
    ),
    store,
    encryption,
    trustMemoryFor = 0,
    refreshBefore = 60_000,
    minLifetime = 5_000,
    refusalInterval = 30_000,
    maxEntries = 10_000,
    onError,
  } = checked;
  const report = (error: unknown) => callHook(onError, error);
  const shared =
    store && shareTokens(store, encryption, Object(melio).http, report);
  const clock = createServerClock();
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
    // Otherwise the store's own expiry counts, see ServerClock.hasHeard.
    const knowsTime = !shared || clock.hasHeard;
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
    // Otherwise the store's own expiry counts, see ServerClock.hasHeard.
    const trustsMemory = words === undefined || clock.hasHeard;
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
        clock.hasHeard &&
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
