import type { AuthToken } from "../api-types.js";
import type { ResponsePromise } from "../auth.js";
import {
  aFunction,
  checkSettings,
  milliseconds,
  objectWith,
  type Rules,
  wholeNumber,
} from "../check-settings.js";
import { callHook } from "../log.js";
import { parseDateTime } from "../response-shape.js";
import { sleep, startTimeLimit, untilAborted } from "../time-limit.js";
import {
  createServerClock,
  type Moment,
  moment,
  since,
} from "./server-clock.js";
import { type SharedTokens, shareTokens } from "./shared-tokens.js";
import type {
  GetOptions,
  TokenCache,
  TokenCacheOptions,
} from "./token-cache.js";

/** Time limit of a mint, including its retries, in milliseconds. */
const mintDeadline = 30_000;
/** How long a lock lasts, in milliseconds: longer than a mint may take. */
const lockLife = mintDeadline + 5_000;
/** How long to wait for a token that another process mints, in milliseconds. That process may have died. */
const lockWait = 10_000;
/** How often to look for a token that another process mints, in milliseconds. */
const pollInterval = 100;

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

/** An Account's token in memory. Times are in milliseconds by the server's clock. */
interface Held {
  readonly token: AuthToken;
  readonly expiresAt: number;
  /** From then on, callers wait for the next token if one can be minted. */
  readonly lastUseAt: number;
  /** When to start its renewal. A failed renewal moves it. */
  refreshAt: number;
  /** How long the last failed renewal has delayed the next one. */
  backoff: number;
  /** The words that it may be used under; `undefined` if the store was away when it was minted. */
  readonly words: string | undefined;
  /** When these words were last read. */
  wordsReadAt: Moment;
}

/** A mint that several callers may wait for. */
interface Flight<T> {
  readonly promise: Promise<T>;
  readonly words: string | undefined;
  readonly began: Moment;
}

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
  const checked = checkSettings("createTokenCache", options, rules, fail);
  const {
    melio = fail(
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
  /** How long a caller waits for a mint that another one has started, in milliseconds. */
  const joinLimit = isWorker() ? 5_000 : mintDeadline + 1_000;
  const memory = new Map<string, Held>();
  const mints = new Map<string, Flight<Held>>();
  const reads = new Map<string, Promise<string | undefined>>();
  /** When each Account was last forgotten, as a count over all of them. */
  const forgotten = new Map<string, number>();
  let allForgotten = 0;
  let forgetting = 0;
  /** When a rejected token of each Account was last forgotten. */
  const refusals = new Map<string, Moment>();
  /** Set while the API asks to wait: its error, the requested wait, and since when. */
  let pause: { error: unknown; asked: number; at: Moment } | undefined;

  function toHeld(
    token: AuthToken,
    lifetime: number,
    words: string | undefined,
  ): Held {
    const expiresAt = parseDateTime(token.expiresAt) ?? 0;
    const window = Math.min(refreshBefore, lifetime / 4);
    // Processes that share tokens must not all renew at the same time.
    const share = shared ? 1 - Math.random() / 2 : 1;
    return {
      token: Object.freeze(token), // callers share it
      expiresAt,
      lastUseAt: expiresAt - Math.min(minLifetime, lifetime / 4),
      refreshAt: expiresAt - window * share,
      backoff: 500,
      words,
      wordsReadAt: moment(),
    };
  }

  function hold(account: string, held: Held): Held {
    memory.delete(account); // so that it comes last
    memory.set(account, held);
    const [oldest = ""] = memory.keys();
    if (memory.size > maxEntries) memory.delete(oldest);
    return held;
  }

  /** Mints a token, and keeps it unless the Account was invalidated in the meantime. */
  async function mint(
    account: string,
    words: string | undefined,
    isCurrent: () => boolean,
  ): Promise<Held> {
    refuseWhilePaused();
    const call = melio.auth.createToken(
      { melioAccount: account },
      { deadline: mintDeadline },
    );
    const { data: token, response } = await withResponse(call).catch(
      (error) => {
        pauseIfAsked(error);
        throw error;
      },
    );
    clock.hear(response?.headers);
    const expiresAt = parseDateTime(token.expiresAt) ?? 0;
    const lifetime = Math.ceil(expiresAt - clock.now());
    if (lifetime <= 0)
      throw new Error(
        "The API returned a token that has already expired, by the time of the same response",
      );
    const held = toHeld(token, lifetime, words);
    if (!isCurrent()) return held;
    hold(account, held);
    if (words !== undefined)
      await shared?.keep(account, words, { token, lifetime }, lifetime);
    return held;
  }

  /** Lets one process mint if the store can lock. The others take its token from the store. */
  async function mintOnce(
    account: string,
    words: string | undefined,
    known: Held | undefined,
    isCurrent: () => boolean,
  ): Promise<Held> {
    if (!shared || words === undefined) return mint(account, words, isCurrent);
    const look = () => findNewer(shared, account, words, known, isCurrent);
    if (!shared.canLock)
      return (await look()) ?? mint(account, words, isCurrent);
    const began = moment();
    do {
      const unlock = await shared.lock(`mint:${words}:${account}`, lockLife);
      if (unlock) {
        try {
          return (await look()) ?? (await mint(account, words, isCurrent));
        } finally {
          await unlock();
        }
      }
      await sleep(pollInterval, undefined);
      const found = await look();
      if (found) return found;
      refuseWhilePaused();
    } while (since(began) < lockWait);
    return mint(account, words, isCurrent); // the lock's holder may have died
  }

  /** The token in the store, unless it is the one to replace. */
  async function findNewer(
    shared: SharedTokens,
    account: string,
    words: string,
    known: Held | undefined,
    isCurrent: () => boolean,
  ): Promise<Held | undefined> {
    const found = await shared.find(account, words);
    if (!found || found.token.accessToken === known?.token.accessToken)
      return undefined;
    const expiresAt = parseDateTime(found.token.expiresAt) ?? 0;
    // Who has heard no time yet trusts the store's own expiry.
    const isUsable = !clock.hasHeard || clock.now() < expiresAt;
    if (!isUsable) return undefined;
    const held = toHeld(found.token, found.lifetime, words);
    return isCurrent() ? hold(account, held) : held;
  }

  /** Joins the running mint for the Account and words, or starts one. */
  function joinMint(
    account: string,
    words: string | undefined,
    isRemembered: () => boolean,
  ): Promise<Held> {
    const underWay = mints.get(account);
    if (
      underWay &&
      underWay.words === words &&
      since(underWay.began) < joinLimit
    )
      return underWay.promise;
    const known = memory.get(account);
    const isUnderWay = () => mints.get(account) === flight;
    const isCurrent = () => isUnderWay() && isRemembered();
    const flight: Flight<Held> = {
      words,
      began: moment(),
      promise: mintOnce(account, words, known, isCurrent).finally(() => {
        if (isUnderWay()) mints.delete(account);
      }),
    };
    mints.set(account, flight);
    return flight.promise;
  }

  /** Waits for a mint, but not forever: the runtime may have stopped the request that started it. */
  async function awaitMint(
    account: string,
    words: string | undefined,
    isRemembered: () => boolean,
  ): Promise<Held> {
    for (;;) {
      const limit = startTimeLimit(joinLimit, undefined);
      try {
        return await limit.within(joinMint(account, words, isRemembered));
      } catch (error) {
        if (!limit.isOver) throw error; // otherwise it is too old to join again
      } finally {
        limit.end();
      }
    }
  }

  /** Renews in the background, or first where nothing runs after the response. */
  async function renew(
    account: string,
    held: Held,
    isRemembered: () => boolean,
    { waitUntil }: GetOptions,
  ): Promise<void> {
    if (pauseLeft() > 0) return;
    const renewal = joinMint(account, held.words, isRemembered).then(
      () => {},
      (error) => {
        backOff(held, error, clock.now());
        report(error);
      },
    );
    if (waitUntil) waitUntil(renewal);
    else if (isWorker()) await renewal;
  }

  /**
   * The current words of the Account. Callers share a read that has not started yet, and no other, so that
   * they see every invalidation that came before them.
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

  /** The Account's token in memory under these words, if it has not expired. */
  function heldUnder(
    account: string,
    words: string | undefined,
  ): Held | undefined {
    const held = memory.get(account);
    // No words: the store is away, and memory is all there is.
    if (!held || (words !== undefined && held.words !== words))
      return undefined;
    return clock.now() < held.expiresAt ? held : undefined;
  }

  async function obtain(
    account: string,
    options: GetOptions,
  ): Promise<AuthToken> {
    const isRemembered = untilForgotten(account);
    const words = await readWords(account);
    let held = heldUnder(account, words);
    if (words !== undefined) {
      if (held) held.wordsReadAt = moment();
      // It was invalidated, so it must not return even if the store is away next time.
      else memory.delete(account);
    }
    const trustsMemory = !shared || words === undefined || clock.hasHeard;
    if (!held || !trustsMemory) {
      const found =
        shared && words !== undefined
          ? await findNewer(shared, account, words, undefined, isRemembered)
          : undefined;
      held = found ?? (trustsMemory ? held : undefined);
    }
    return use(account, words, held, isRemembered, options);
  }

  /** Returns the token from memory or store if it can still be used, else a new one. */
  async function use(
    account: string,
    words: string | undefined,
    held: Held | undefined,
    isRemembered: () => boolean,
    options: GetOptions,
  ): Promise<AuthToken> {
    if (!held) return (await awaitMint(account, words, isRemembered)).token;
    const now = clock.now();
    // Who has heard no time yet trusts the store's own expiry.
    const knowsTime = !shared || clock.hasHeard;
    if (knowsTime && now >= held.lastUseAt) {
      // Too close to its expiry, unless no other one can be minted.
      try {
        return (await awaitMint(account, words, isRemembered)).token;
      } catch (error) {
        if (clock.now() >= held.expiresAt) throw error;
        report(error);
      }
    } else if (
      knowsTime &&
      now >= held.refreshAt &&
      mints.get(account) === undefined
    )
      await renew(account, held, isRemembered, options);
    return held.token;
  }

  /** The token in memory that `get` may return without asking store or API. */
  function atHand(account: string): Held | undefined {
    const held = heldUnder(account, undefined);
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

  const pauseLeft = (): number => (pause ? pause.asked - since(pause.at) : 0);

  function refuseWhilePaused(): void {
    const left = pauseLeft();
    if (left > 0) throw withRetryAfter(pause?.error, left);
  }

  function pauseIfAsked(error: unknown): void {
    const { status, retryAfter } = Object(error);
    if ((status === 429 || status === 503) && retryAfter > 0)
      pause = { error, asked: retryAfter, at: moment() };
  }

  /** Whether the Account has not been forgotten since this was called. */
  function untilForgotten(account: string): () => boolean {
    const last = () => Math.max(forgotten.get(account) ?? 0, allForgotten);
    const before = last();
    return () => last() === before;
  }

  function forget(account: string): void {
    forgotten.delete(account); // so that it comes last
    forgotten.set(account, ++forgetting);
    const [oldest = ""] = forgotten.keys();
    if (forgotten.size > maxEntries) forgotten.delete(oldest);
    memory.delete(account);
    mints.delete(account);
    reads.delete(account);
  }

  /** Whether the rejected token is the current one, and the last rejection is long enough ago. */
  async function isRefusalOfCurrent(
    account: string,
    accessToken: string,
  ): Promise<boolean> {
    const last = refusals.get(account);
    if (last !== undefined && since(last) < refusalInterval) return false;
    const isRemembered = untilForgotten(account);
    const words = await readWords(account);
    const held =
      heldUnder(account, words) ??
      (shared && words !== undefined
        ? await findNewer(shared, account, words, undefined, isRemembered)
        : undefined);
    if (held?.token.accessToken !== accessToken) return false;
    // Another caller may have come here at the same time.
    if (refusals.get(account) !== last) return false;
    refusals.delete(account); // so that it comes last
    refusals.set(account, moment());
    const [oldest = ""] = refusals.keys();
    if (refusals.size > maxEntries) refusals.delete(oldest);
    return (
      !shared?.canLock ||
      refusalInterval === 0 ||
      (await shared.lock(`refusal:${account}`, refusalInterval)) !== undefined
    );
  }

  return {
    async get(account, getOptions = {}) {
      const { signal } = getOptions;
      signal?.throwIfAborted();
      checkAccount(account);
      const held = atHand(account);
      if (held) return held.token;
      return untilAborted(obtain(account, getOptions), signal);
    },

    async invalidate(account, accessToken) {
      checkAccount(account);
      if (accessToken && !(await isRefusalOfCurrent(account, accessToken)))
        return;
      forget(account);
      await shared?.replaceWord(account);
    },

    async invalidateAll() {
      allForgotten = ++forgetting;
      memory.clear();
      mints.clear();
      reads.clear();
      await shared?.replaceWord(undefined);
    },
  };
}

function fail(message: string): never {
  throw new TypeError(message);
}

function checkAccount(account: unknown): void {
  if (typeof account !== "string" || account === "")
    fail("account must be the ID of an Account, a non-empty string");
}

/** A fake client in a user's test may return a plain promise. */
const withResponse = (
  call: Promise<AuthToken> & Partial<ResponsePromise<AuthToken>>,
): Promise<{ data: AuthToken; response?: Response }> =>
  call.withResponse?.() ?? call.then((data) => ({ data }));

/** Cloudflare Workers stop the work that a request has started once it is answered. */
const isWorker = (): boolean =>
  globalThis.navigator?.userAgent === "Cloudflare-Workers";

/** Delays the next renewal: by 1 s, 2 s, 4 s … up to a minute, or for as long as the server asks. */
function backOff(held: Held, error: unknown, now: number): void {
  held.backoff = Math.min(held.backoff * 2, 60_000);
  held.refreshAt =
    now +
    Math.max(
      // Half of it at random, so that caches that failed together do not retry together.
      held.backoff * (1 - Math.random() / 2),
      Object(error).retryAfter || 0,
    );
}

/** A copy of the error, with the rest of the wait. */
function withRetryAfter(error: unknown, retryAfter: number): unknown {
  const copy = Object.create(Object.getPrototypeOf(error));
  const properties = Object.getOwnPropertyDescriptors(error);
  Object.defineProperties(copy, properties);
  return Object.assign(copy, { retryAfter });
}
