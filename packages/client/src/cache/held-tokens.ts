import type { AuthToken } from "../api-types.js";
import { latestServerTime, parseDateTime } from "../response.js";

/** A moment by both clocks of a machine. */
export interface Moment {
  readonly wall: number;
  readonly steady: number;
}

export const moment = (): Moment => ({
  wall: Date.now(),
  steady: performance.now(),
});

/**
 * Returns how long ago a moment was, in milliseconds. The steady clock stops while a machine sleeps or a
 * process is frozen, and the wall clock may be set back. The larger difference is right, or expires a
 * token too early, which is safe.
 */
export const since = ({ wall, steady }: Moment): number =>
  Math.max(Date.now() - wall, performance.now() - steady);

/**
 * The server's clock, which decides when a token expires. This machine's clock may be wrong, or may be
 * set while the process runs.
 */
export class ServerClock {
  #learned: { time: number; at: Moment } | undefined;

  /**
   * Learns the time from the `Date` of a response.
   *
   * @param sentAt - when its request was sent, by this machine's clock. `Date` was written after that, so
   *   the time may be set early by as long as the request took, but never late
   */
  learn(headers: Headers | undefined, sentAt = Date.now()): void {
    const { wall, steady } = moment();
    const taken = Math.max(wall - sentAt, 0);
    const at = { wall: wall - taken, steady: steady - taken };
    this.#learned = { time: latestServerTime(headers) ?? at.wall, at };
  }

  /**
   * Whether it has learned the server's time. Until then, {@link now} is this machine's time, which may be wrong. So
   * for a token from the store only the store's own expiry counts.
   */
  get isKnown(): boolean {
    return this.#learned !== undefined;
  }

  /** In milliseconds since 1970. */
  now(): number {
    const learned = this.#learned;
    return learned ? learned.time + since(learned.at) : Date.now();
  }
}

/** A Map that drops the entry that was set longest ago, once it has more than `limit` of them. */
export class BoundedMap<Value> extends Map<string, Value> {
  readonly #limit: number;

  constructor(limit: number) {
    super();
    this.#limit = limit;
  }

  override set(key: string, value: Value): this {
    this.delete(key); // so that it comes last
    super.set(key, value);
    if (this.size > this.#limit) {
      const [oldest = ""] = this.keys();
      this.delete(oldest);
    }
    return this;
  }
}

/** An Account's token in memory. Times are in milliseconds by the server's clock. */
export interface HeldToken {
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

/** Settings for {@link HeldTokens}, see `TokenCacheOptions`. */
export interface HeldTokensOptions {
  refreshBefore: number;
  minLifetime: number;
  maxEntries: number;
  /** Whether other processes renew the same tokens. */
  isShared: boolean;
  clock: ServerClock;
}

/** The tokens that this process keeps in memory, and which Accounts it was told to forget. */
export class HeldTokens {
  readonly #options: HeldTokensOptions;
  readonly #tokens: BoundedMap<HeldToken>;
  /** When each Account was last forgotten, as a count over all of them. */
  readonly #forgotten: BoundedMap<number>;
  #allForgotten = 0;
  #forgetting = 0;

  constructor(options: HeldTokensOptions) {
    this.#options = options;
    this.#tokens = new BoundedMap(options.maxEntries);
    this.#forgotten = new BoundedMap(options.maxEntries);
  }

  /** @param lifetime - from when the token was minted, in milliseconds */
  create(
    token: AuthToken,
    lifetime: number,
    words: string | undefined,
  ): HeldToken {
    const { refreshBefore, minLifetime, isShared } = this.#options;
    const expiresAt = parseDateTime(token.expiresAt) ?? 0;
    const window = Math.min(refreshBefore, lifetime / 4);
    // Processes that share tokens must not all renew at the same time.
    const share = isShared ? 1 - Math.random() / 2 : 1;
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

  keep(account: string, held: HeldToken): void {
    this.#tokens.set(account, held);
  }

  /** The Account's token under these words, if it has not expired. */
  find(account: string, words: string | undefined): HeldToken | undefined {
    const held = this.latest(account);
    // No words: the store is away, and memory is all there is.
    if (!held || (words !== undefined && held.words !== words))
      return undefined;
    return this.#options.clock.now() < held.expiresAt ? held : undefined;
  }

  /** The Account's token, even one that has expired or was invalidated. */
  latest(account: string): HeldToken | undefined {
    return this.#tokens.get(account);
  }

  drop(account: string): void {
    this.#tokens.delete(account);
  }

  forget(account: string): void {
    this.#forgotten.set(account, ++this.#forgetting);
    this.drop(account);
  }

  forgetAll(): void {
    this.#allForgotten = ++this.#forgetting;
    this.#tokens.clear();
  }

  /** Returns a function that tells whether the Account has not been forgotten since this call. */
  untilForgotten(account: string): () => boolean {
    const last = () =>
      Math.max(this.#forgotten.get(account) ?? 0, this.#allForgotten);
    const before = last();
    return () => last() === before;
  }
}

/**
 * In milliseconds: the API is asked again after five minutes, even if it asks for a longer wait. One request
 * does no harm, but a wrong `Retry-After` must not stop the renewals for years.
 */
export const longestWait = 300_000;

/** Delays the next renewal: by 1 s, 2 s, 4 s … up to a minute, or for as long as the server asks. */
export function backOff(held: HeldToken, error: unknown, now: number): void {
  held.backoff = Math.min(held.backoff * 2, 60_000);
  held.refreshAt =
    now +
    Math.max(
      // Half of it at random, so that caches that failed together do not retry together.
      held.backoff * (1 - Math.random() / 2),
      Math.min(Object(error).retryAfter || 0, longestWait),
    );
}
