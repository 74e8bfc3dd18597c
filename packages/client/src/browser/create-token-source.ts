import {
  aFunction,
  anAbortSignal,
  aString,
  checkSettings,
  failWithTypeError,
  milliseconds,
  type Rules,
} from "../check-settings.js";
import { servers } from "../generated/contract.js";
import { refusedTokenHeader } from "../headers.js";
import { startTimeLimit, untilAborted } from "../time-limit.js";
import { isYoung, type PageToken, readToken } from "./page-token.js";
import { joinTabs } from "./tabs.js";
import type {
  GetTokenOptions,
  TokenSource,
  TokenSourceOptions,
} from "./token-source.js";

/** The share of its lifetime after which a token is renewed in the background. */
const renewalShare = 0.95;
/** How long to wait after a failed renewal, or after a new token that the API rejected too, in milliseconds. */
const renewalPause = 5_000;

const rules: Rules<TokenSourceOptions> = {
  endpoint: {
    expected: 'the URL of your token handler, such as "/melio/token"',
    fits: (value) =>
      value instanceof URL ||
      // Relative to any page.
      (aString.fits(value) && URL.canParse(`${value}`, "https://page.example")),
  },
  fetch: aFunction,
  apiOrigins: {
    expected: 'a list of origins, such as ["https://api.melio.com"]',
    fits: (value) =>
      Array.isArray(value) &&
      value.every(
        (url) =>
          typeof url === "string" &&
          URL.canParse(url) &&
          /^https?:$/.test(new URL(url).protocol),
      ),
  },
  timeout: milliseconds,
  headers: {
    expected:
      "an object of names and values, Headers, or a function that returns one of them",
    fits: (value) => aFunction.fits(value) || Object(value) === value,
  },
  session: aFunction,
};

const getRules: Rules<GetTokenOptions> = { signal: anAbortSignal };

/**
 * Creates a token source, which gets access tokens for your page from your backend's token handler. The
 * token is kept in memory only. Concurrent callers share one request, even across tabs.
 *
 * @example
 * ```ts
 * import { createTokenSource } from "@melio-platform/client/browser";
 *
 * const melio = createTokenSource({ endpoint: "/melio/token" });
 * const response = await melio.fetch("https://api.melio.com/v1/accounts");
 * ```
 * @throws TypeError if a setting is missing, unknown or invalid
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const {
    endpoint = failWithTypeError(
      "createTokenSource requires endpoint, the URL of your token handler",
    ),
    fetch: customFetch,
    apiOrigins = Object.values(servers),
    timeout = 10_000,
    headers: ownHeaders,
    session: currentSession,
  } = checkSettings("createTokenSource", options, rules, failWithTypeError);
  const origins = new Set(apiOrigins.map((url) => new URL(url).origin));
  const send: typeof fetch = (...request) => (customFetch ?? fetch)(...request);

  let held: PageToken | undefined;
  /** The token that the API has rejected. */
  let refused: string | undefined;
  let asking:
    | { token: Promise<PageToken>; session: string | undefined }
    | undefined;
  /** Aborts running requests when the token is forgotten. */
  let until = new AbortController();
  let renewAfter = 0;
  /** Until then, no other token is requested after a 401: the last one has not helped. */
  let refusalsAfter = 0;

  function forget(): void {
    held = undefined;
    refused = undefined;
    asking = undefined;
    refusalsAfter = 0;
    until.abort(forgotten());
    until = new AbortController();
  }

  const tabs = joinTabs(`melio-token:${endpoint}`, forget);
  globalThis.addEventListener?.("pageshow", (event) => {
    // Restored from the back/forward cache: the user may have signed out since.
    if ((event as PageTransitionEvent).persisted) forget();
  });

  /** Requests a token from the endpoint. */
  async function ask(
    session: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<PageToken> {
    // The user is the one of now, whatever happens until the headers are there.
    const askedAt = Date.now();
    const given =
      typeof ownHeaders === "function" ? await ownHeaders() : ownHeaders;
    const headers = new Headers(given);
    if (refused !== undefined) headers.set(refusedTokenHeader, refused);
    const response = await send(endpoint, {
      method: "POST",
      headers,
      credentials: "include", // the session's cookie, also to another origin of yours
      redirect: "error",
      signal: signal ?? null,
    });
    return readToken(response, askedAt, session);
  }

  /** Requests a token together with the other tabs, within the time limit. */
  async function askWithTabs(
    session: string | undefined,
    { signal: untilForgotten }: AbortController,
  ): Promise<PageToken> {
    const limit = startTimeLimit(timeout, untilForgotten);
    try {
      const token = await limit.within(
        tabs.share(
          // So that no tab holds the lock for longer, even if its `fetch` ignores the signal.
          () => untilAborted(ask(session, limit.signal), limit.signal),
          (token) => token.accessToken !== refused && token.session === session,
          timeout / 4,
        ),
      );
      held = token;
      return token;
    } finally {
      limit.end();
    }
  }

  function joinAsking(session: string | undefined): Promise<PageToken> {
    if (asking?.session !== session) asking = undefined;
    if (asking) return asking.token;
    const mine = {
      session,
      token: askWithTabs(session, until).finally(() => {
        if (asking === mine) asking = undefined;
      }),
    };
    asking = mine;
    return mine.token;
  }

  async function obtain(): Promise<PageToken> {
    const session = currentSession?.();
    if (held && held.session !== session) forget();
    const isUsable =
      held !== undefined && held.accessToken !== refused && isYoung(held, 1);
    if (!held || !isUsable) {
      const token = await joinAsking(session);
      if (currentSession?.() === session) return token;
      forget();
      throw forgotten();
    }
    if (!isYoung(held, renewalShare) && Date.now() >= renewAfter) {
      // Meanwhile, callers get the valid token.
      joinAsking(session).catch(() => {
        renewAfter = Date.now() + renewalPause;
      });
    }
    return held;
  }

  return {
    async getToken(options = {}) {
      const { signal } = checkSettings(
        "getToken",
        options,
        getRules,
        failWithTypeError,
      );
      return (await untilAborted(obtain(), signal)).accessToken;
    },

    async fetch(input, init) {
      // Where `fetch` itself would send it: `fetch` converts any object but a Request to a string.
      const { url } =
        input instanceof Request ? input : new Request(String(input));
      if (!origins.has(new URL(url).origin)) return send(input, init);

      const request = new Request(input, init);
      if (!origins.has(new URL(request.url).origin)) return send(request);
      const sendWith = ({ accessToken }: PageToken, request: Request) => {
        request.headers.set("Authorization", `Bearer ${accessToken}`);
        // Not every browser removes the header when a redirect leads to another origin.
        return send(request, { redirect: "error" });
      };
      const token = await untilAborted(obtain(), request.signal);
      const response = await sendWith(token, request.clone());
      if (response.status !== 401) return response;
      if (held?.accessToken === token.accessToken) {
        if (Date.now() < refusalsAfter) return response;
        refused = token.accessToken;
      }
      const next = await untilAborted(obtain(), request.signal).catch(() => {
        request.signal.throwIfAborted();
        return token; // the 401 says more than that there is no other one
      });
      // The backend has no other token than the rejected one.
      const isSame = next.accessToken === token.accessToken;
      if (isSame) refused = undefined;
      const last = isSame ? response : await sendWith(next, request);
      if (last.status === 401) refusalsAfter = Date.now() + renewalPause;
      return last;
    },

    clear() {
      forget();
      tabs.tellToForget();
    },
  };
}

const forgotten = () =>
  new DOMException(
    "The token source was cleared, or the session changed, before the token arrived",
    "AbortError",
  );
