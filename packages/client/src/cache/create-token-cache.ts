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

/** How long a mint may take, its retries included, in milliseconds. */
const mintDeadline = 30_000;
/** How long a lock is held at most: longer than a mint may take, in milliseconds. */
const lockLife = mintDeadline + 5_000;
/** How long a process waits for the token that another one mints, in milliseconds: it may have been killed. */
const lockWait = 10_000;
/** How often the token is looked for that another process mints, in milliseconds. */
const pollInterval = 100;

const rules: Rules<TokenCacheOptions> = {
  melio: {
    expected: "what createMelioClient made",
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

/** What an Account has in memory; times are in milliseconds by the server's clock. */
interface Held {
  readonly token: AuthToken;
  readonly expiresAt: number;
  /** From when on the next token is waited for, if one can be had. */
  readonly lastUseAt: number;
  /** From when on it is renewed; later after a renewal that failed. */
  refreshAt: number;
  /** How long the latest renewal that failed has put off the next one. */
  backoff: number;
  /** Under which it may be used; `undefined` if the store was away when it was minted. */
  readonly words: string | undefined;
  /** When these words were last read. */
  wordsReadAt: Moment;
}

/** A mint or a read that several may wait for. */
interface Flight<T> {
  readonly promise: Promise<T>;
  readonly words: string | undefined;
  readonly began: Moment;
}

/**
 * Creates a cache that gives one valid token for each Account, and renews it before it expires.
 *
 * A renewal begins `refreshBefore` ahead of the expiry, by default one minute, and never more than
 * a quarter of the token's lifetime ahead. Every mint has an idempotency key of its own. Expiry goes by the
 * server's clock, which the cache hears from its responses.
 *
 * @example
 * ```ts
 * import { createMelioClient } from "@melio-platform/client";
 * import { createTokenCache } from "@melio-platform/client/cache";
 *
 * const tokens = createTokenCache({ melio: createMelioClient() });
 * const { accessToken } = await tokens.get("acc_123");
 * ```
 * @throws TypeError if a setting is missing, unknown or wrong
 */
export function createTokenCache(options: TokenCacheOptions): TokenCache {
  const checked = checkSettings("createTokenCache", options, rules, fail);
  const {
    melio = fail("createTokenCache needs melio: what createMelioClient made"),
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
  /** How long a caller waits for what another one has begun, in milliseconds. */
  const joinLimit = isWorker() ? 5_000 : mintDeadline + 1_000;
  const memory = new Map<string, Held>();
  const mints = new Map<string, Flight<Held>>();
  const reads = new Map<string, Promise<string | undefined>>();
  /** Of each Account that was forgotten, when that was, counted over all of them. */
  const forgotten = new Map<string, number>();
  let allForgotten = 0;
  let forgetting = 0;
  /** When a refused token of an Account was last forgotten. */
  const refusals = new Map<string, Moment>();
  /** The API has asked to wait, with this error and for so long. */
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

  /** Mints a token, and keeps it unless the Account was invalidated meanwhile. */
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
        "The API gave a token that has expired already, by the time of its own response",
      );
    const held = toHeld(token, lifetime, words);
    if (!isCurrent()) return held;
    hold(account, held);
    if (words !== undefined)
      await shared?.keep(account, words, { token, lifetime }, lifetime);
    return held;
  }

  /** Has one process mint, if the store can lock; the others take its token from the store. */
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
    return mint(account, words, isCurrent); // its holder may have died
  }

  /** The token in the store, if it is another than the one that is to be replaced. */
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

  /** Joins the mint that is under way for the Account and words, or begins one. */
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

  /** Waits for a mint, but not for ever: what another request has begun may have been stopped. */
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
        if (!limit.isOver) throw error; // else it is too old to be joined again
      } finally {
        limit.end();
      }
    }
  }

  /** Renews in the background, or, where nothing goes on behind an answer, before it. */
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
   * The words that hold for the Account. Callers share a read that has not begun yet, and no other: what
   * was invalidated before they came must be seen.
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

  /** What memory has for the Account under these words, if it has not expired. */
  function heldUnder(
    account: string,
    words: string | undefined,
  ): Held | undefined {
    const held = memory.get(account);
    // Without words the store is away: memory is all there is.
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
      // Even if the store is away by the next time: it was invalidated.
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

  /** Gives a token that is at hand, or the next one. */
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
      // Too late to hand it out, if another one can be had.
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

  /** What memory may answer without asking anybody. */
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

  /** Whether the API's refusal of this token is news, and the last one is long enough ago. */
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
    fail("account must be an Account's ID: a string that is not empty");
}

/** A stand-in for the client, in a test of the caller's, may give a plain promise. */
const withResponse = (
  call: Promise<AuthToken> & Partial<ResponsePromise<AuthToken>>,
): Promise<{ data: AuthToken; response?: Response }> =>
  call.withResponse?.() ?? call.then((data) => ({ data }));

/** Cloudflare's workers stop what was begun for a request when that is answered. */
const isWorker = (): boolean =>
  globalThis.navigator?.userAgent === "Cloudflare-Workers";

/** Renews later: after 1 s, 2 s, 4 s … up to a minute, or when the server asks for. */
function backOff(held: Held, error: unknown, now: number): void {
  held.backoff = Math.min(held.backoff * 2, 60_000);
  held.refreshAt =
    now +
    Math.max(
      // The latter half at random: what failed together must not come back together.
      held.backoff * (1 - Math.random() / 2),
      Object(error).retryAfter || 0,
    );
}

/** The same error, with what is left of the wait. */
function withRetryAfter(error: unknown, retryAfter: number): unknown {
  const copy = Object.create(Object.getPrototypeOf(error));
  const properties = Object.getOwnPropertyDescriptors(error);
  Object.defineProperties(copy, properties);
  return Object.assign(copy, { retryAfter });
}
