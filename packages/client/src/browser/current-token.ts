import { refusedTokenHeader } from "../headers.js";
import { TimeLimit, untilAborted } from "../time-limit.js";
import { isYoung, type PageToken, readToken } from "./page-token.js";
import { Tabs } from "./tabs.js";

/** The share of its lifetime after which a token is renewed in the background. */
const renewalShare = 0.95;
/** How long to wait after a failed renewal, or after a new token that the API rejected too, in milliseconds. */
const renewalPause = 5_000;

/** Names and values, pairs of them, or `Headers`. */
export type SourceHeaders = NonNullable<RequestInit["headers"]>;

/** Settings of {@link CurrentToken}, see `TokenSourceOptions`. */
export interface CurrentTokenOptions {
  endpoint: string | URL;
  fetch: typeof fetch;
  timeout: number;
  headers?:
    | SourceHeaders
    | (() => SourceHeaders | Promise<SourceHeaders>)
    | undefined;
  session?: (() => string) | undefined;
}

/** A request for a token that several callers may wait for. */
interface Asking {
  readonly session: string | undefined;
  readonly token: Promise<PageToken>;
}

/** The page's current token, and the request for the next one. */
export class CurrentToken {
  readonly #options: CurrentTokenOptions;
  readonly #tabs: Tabs;
  #held: PageToken | undefined;
  /** The token that the API has rejected. */
  #rejected: string | undefined;
  #asking: Asking | undefined;
  /** Aborts running requests when the token is forgotten. */
  #untilForgotten = new AbortController();
  #renewAfter = 0;
  /** Until then, no other token is requested after a 401: the last one has not helped. */
  #replaceAfter = 0;

  constructor(options: CurrentTokenOptions) {
    this.#options = options;
    this.#tabs = new Tabs(`melio-token:${options.endpoint}`, () =>
      this.#forget(),
    );
    globalThis.addEventListener?.("pageshow", (event) => {
      // Restored from the back/forward cache: the user may have signed out since.
      if ((event as PageTransitionEvent).persisted) this.#forget();
    });
  }

  /** Returns the token that has not expired, or a new one. */
  async get(): Promise<PageToken> {
    const session = this.#options.session?.();
    if (this.#held && this.#held.session !== session) this.#forget();
    const held = this.#held;
    const isUsable =
      held !== undefined &&
      held.accessToken !== this.#rejected &&
      isYoung(held, 1);
    if (!isUsable) {
      const token = await this.#joinAsking(session);
      if (this.#options.session?.() === session) return token;
      this.#forget();
      throw forgotten();
    }
    if (!isYoung(held, renewalShare) && Date.now() >= this.#renewAfter) {
      // Meanwhile, callers get the valid token.
      this.#joinAsking(session).catch(() => {
        this.#renewAfter = Date.now() + renewalPause;
      });
    }
    return held;
  }

  /** Returns another token after the API has rejected this one, or `undefined` if there is none. */
  async replace(
    rejected: PageToken,
    signal: AbortSignal,
  ): Promise<PageToken | undefined> {
    const { accessToken } = rejected;
    if (this.#held?.accessToken === accessToken) {
      if (Date.now() < this.#replaceAfter) return undefined;
      this.#rejected = accessToken;
    }
    const next = await untilAborted(this.get(), signal).catch(() => {
      signal.throwIfAborted();
      return rejected; // the 401 says more than that there is no other one
    });
    if (next.accessToken !== accessToken) return next;
    this.#rejected = undefined; // the backend has no other one
    this.pauseReplacing();
    return undefined;
  }

  /** Called when another token has not helped. */
  pauseReplacing(): void {
    this.#replaceAfter = Date.now() + renewalPause;
  }

  /** Forgets the token in all tabs. */
  clear(): void {
    this.#forget();
    this.#tabs.tellToForget();
  }

  #forget(): void {
    this.#held = undefined;
    this.#rejected = undefined;
    this.#asking = undefined;
    this.#replaceAfter = 0;
    this.#untilForgotten.abort(forgotten());
    this.#untilForgotten = new AbortController();
  }

  #joinAsking(session: string | undefined): Promise<PageToken> {
    if (this.#asking && this.#asking.session === session)
      return this.#asking.token;
    const asking: Asking = {
      session,
      token: this.#askWithTabs(session, this.#untilForgotten.signal).finally(
        () => {
          if (this.#asking === asking) this.#asking = undefined;
        },
      ),
    };
    this.#asking = asking;
    return asking.token;
  }

  /** Requests a token together with the other tabs, within the time limit. */
  async #askWithTabs(
    session: string | undefined,
    untilForgotten: AbortSignal,
  ): Promise<PageToken> {
    const { timeout } = this.#options;
    const limit = new TimeLimit(timeout, untilForgotten);
    try {
      const token = await limit.within(
        this.#tabs.share(
          // So that no tab holds the lock for longer, even if its `fetch` ignores the signal.
          () => untilAborted(this.#ask(session, limit.signal), limit.signal),
          (token) =>
            token.accessToken !== this.#rejected && token.session === session,
          timeout / 4,
        ),
      );
      this.#held = token;
      return token;
    } finally {
      limit.end();
    }
  }

  /** Requests a token from the endpoint. */
  async #ask(
    session: string | undefined,
    signal: AbortSignal,
  ): Promise<PageToken> {
    const { endpoint, fetch, headers: given } = this.#options;
    // The user is the one of now, whatever happens until the headers are there.
    const askedAt = Date.now();
    const headers = new Headers(
      typeof given === "function" ? await given() : given,
    );
    if (this.#rejected !== undefined)
      headers.set(refusedTokenHeader, this.#rejected);
    const response = await fetch(endpoint, {
      method: "POST",
      headers,
      credentials: "include", // the session's cookie, also to another origin of yours
      redirect: "error",
      signal,
    });
    return readToken(response, askedAt, session);
  }
}

const forgotten = () =>
  new DOMException(
    "The token source was cleared, or the session changed, before the token arrived",
    "AbortError",
  );
