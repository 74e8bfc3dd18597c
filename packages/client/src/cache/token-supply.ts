import type { AuthToken } from "../api-types.js";
import type { ResponsePromise, WithResponse } from "../auth.js";
import type { MelioClient } from "../client.js";
import { parseDateTime } from "../response.js";
import { sleep, startTimeLimit } from "../time-limit.js";
import {
  type HeldToken,
  type HeldTokens,
  longestWait,
  type Moment,
  moment,
  type ServerClock,
  since,
} from "./held-tokens.js";
import type { SharedTokens } from "./shared-tokens.js";

/** Time limit of a mint, including its retries, in milliseconds. */
const mintDeadline = 30_000;
/** How long a lock lasts, in milliseconds: longer than a mint may take. */
const lockLife = mintDeadline + 5_000;
/** How long to wait for a token that another process mints, in milliseconds. That process may have died. */
const lockWait = 10_000;
/** How often to look for a token that another process mints, in milliseconds. */
const pollInterval = 100;

/** Cloudflare Workers stop the work that a request has started once it is answered. */
export const isWorker = (): boolean =>
  globalThis.navigator?.userAgent === "Cloudflare-Workers";

/** Which token is needed. */
export interface TokenRequest {
  readonly account: string;
  /** The Account's current words; `undefined` without a store, or while it is away. */
  readonly words: string | undefined;
  /** Whether a token may still be kept: not after the Account was invalidated. */
  readonly isCurrent: () => boolean;
}

/** A mint that several callers may wait for. */
interface Flight {
  readonly promise: Promise<HeldToken>;
  readonly words: string | undefined;
  readonly began: Moment;
}

/** Where tokens come from that memory does not have: from the store, or from the API. */
export class TokenSupply {
  readonly #melio: Pick<MelioClient, "auth">;
  readonly #held: HeldTokens;
  readonly #shared: SharedTokens | undefined;
  readonly #clock: ServerClock;
  readonly #flights = new Map<string, Flight>();
  /** How long a caller waits for a mint that another one has started, in milliseconds. */
  readonly #joinLimit = isWorker() ? 5_000 : mintDeadline + 1_000;
  /** Set while the API asks to wait: its error, the requested wait, and since when. */
  #pause: { error: unknown; asked: number; at: Moment } | undefined;

  constructor(
    melio: Pick<MelioClient, "auth">,
    held: HeldTokens,
    shared: SharedTokens | undefined,
    clock: ServerClock,
  ) {
    this.#melio = melio;
    this.#held = held;
    this.#shared = shared;
    this.#clock = clock;
  }
  /**
   * Gets a new token, which the callers who come meanwhile share. Does not wait forever for a mint that
   * another caller has started: the runtime may have stopped the request that it belongs to.
   */
  async renewed(request: TokenRequest): Promise<HeldToken> {
    for (;;) {
      const limit = startTimeLimit(this.#joinLimit, undefined);
      try {
        return await limit.within(this.join(request));
      } catch (error) {
        if (!limit.isOver) throw error; // otherwise it is too old to join again
      } finally {
        limit.end();
      }
    }
  }

  /** Joins the running mint for the Account and words, or starts one. */
  join(request: TokenRequest): Promise<HeldToken> {
    const { account, words } = request;
    const running = this.#flights.get(account);
    if (
      running &&
      running.words === words &&
      since(running.began) < this.#joinLimit
    )
      return running.promise;
    const isRunning = () => this.#flights.get(account) === flight;
    const isCurrent = () => isRunning() && request.isCurrent();
    const flight: Flight = {
      words,
      began: moment(),
      promise: this.#mintOnce({ account, words, isCurrent }).finally(() => {
        if (isRunning()) this.#flights.delete(account);
      }),
    };
    this.#flights.set(account, flight);
    return flight.promise;
  }

  isMinting(account: string): boolean {
    return this.#flights.has(account);
  }

  /** From now on, callers do not join a mint that has already started. */
  forget(account: string): void {
    this.#flights.delete(account);
  }

  forgetAll(): void {
    this.#flights.clear();
  }

  /** How much longer the API has asked to wait, in milliseconds. */
  get pauseLeft(): number {
    return this.#pause ? this.#pause.asked - since(this.#pause.at) : 0;
  }

  /** The token in the store, unless it is the known one. */
  async findInStore(
    { account, words, isCurrent }: TokenRequest,
    known?: HeldToken,
  ): Promise<HeldToken | undefined> {
    if (words === undefined) return undefined;
    const found = await this.#shared?.find(account, words);
    if (!found || found.token.accessToken === known?.token.accessToken)
      return undefined;
    const expiresAt = parseDateTime(found.token.expiresAt) ?? 0;
    // Otherwise the store's own expiry counts, see ServerClock.isKnown.
    const isUsable = !this.#clock.isKnown || this.#clock.now() < expiresAt;
    if (!isUsable) return undefined;
    const held = this.#held.create(found.token, found.lifetime, words);
    if (isCurrent()) this.#held.keep(account, held);
    return held;
  }

  /** Lets one process mint if the store can lock. The others take its token from the store. */
  async #mintOnce(request: TokenRequest): Promise<HeldToken> {
    const { account, words } = request;
    const known = this.#held.latest(account);
    const shared = this.#shared;
    if (!shared || words === undefined) return this.#mint(request);
    const look = () => this.findInStore(request, known);
    if (!shared.canLock) return (await look()) ?? this.#mint(request);
    const began = moment();
    do {
      const unlock = await shared.lock(`mint:${words}:${account}`, lockLife);
      if (unlock) {
        try {
          return (await look()) ?? (await this.#mint(request));
        } finally {
          await unlock();
        }
      }
      await sleep(pollInterval, undefined);
      const found = await look();
      if (found) return found;
      this.#refuseWhilePaused();
    } while (since(began) < lockWait);
    return this.#mint(request); // the lock's holder may have died
  }

  /** Mints a token, and keeps it unless the Account was invalidated in the meantime. */
  async #mint({ account, words, isCurrent }: TokenRequest): Promise<HeldToken> {
    this.#refuseWhilePaused();
    const call = this.#melio.auth.createToken(
      { melioAccount: account },
      { deadline: mintDeadline },
    );
    const {
      data: token,
      response,
      sentAt,
    } = await withResponse(call).catch((error) => {
      this.#pauseIfAsked(error);
      throw error;
    });
    this.#clock.learn(response?.headers, sentAt);
    const expiresAt = parseDateTime(token.expiresAt) ?? 0;
    const lifetime = Math.ceil(expiresAt - this.#clock.now());
    if (lifetime <= 0)
      throw new Error(
        "The API returned a token that has already expired, by the time of the same response",
      );
    const held = this.#held.create(token, lifetime, words);
    if (!isCurrent()) return held;
    this.#held.keep(account, held);
    if (words !== undefined)
      await this.#shared?.keep(account, words, { token, lifetime }, lifetime);
    return held;
  }

  #refuseWhilePaused(): void {
    const left = this.pauseLeft;
    if (left > 0) throw withRetryAfter(this.#pause?.error, left);
  }

  #pauseIfAsked(error: unknown): void {
    const { status, retryAfter } = Object(error);
    if ((status === 429 || status === 503) && retryAfter > 0)
      this.#pause = {
        error,
        asked: Math.min(retryAfter, longestWait),
        at: moment(),
      };
  }
}

/** A fake client in a user's test may return a plain promise. */
const withResponse = (
  call: Promise<AuthToken> & Partial<ResponsePromise<AuthToken>>,
): Promise<Partial<WithResponse<AuthToken>> & { data: AuthToken }> =>
  call.withResponse?.() ?? call.then((data) => ({ data }));

/** A copy of the error, with the rest of the wait. */
function withRetryAfter(error: unknown, retryAfter: number): unknown {
  const copy = Object.create(Object.getPrototypeOf(error));
  const properties = Object.getOwnPropertyDescriptors(error);
  Object.defineProperties(copy, properties);
  return Object.assign(copy, { retryAfter });
}
