import {
  aFunction,
  anAbortSignal,
  aString,
  checkSettings,
  failWithTypeError,
  isHttpUrl,
  milliseconds,
  type Rules,
} from "../check-settings.js";
import { servers } from "../generated/contract.js";
import { untilAborted } from "../time-limit.js";
import { CurrentToken, type SourceHeaders } from "./current-token.js";
import type { PageToken } from "./page-token.js";

/** Settings of `createTokenSource`. */
export interface TokenSourceOptions {
  /** The URL of your backend's token handler, absolute or relative to the page: `"/melio/token"`. */
  endpoint: string | URL;
  /**
   * Sends the requests to the endpoint and to the API, instead of the global `fetch`.
   * @defaultValue the global `fetch`, looked up at each call
   */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * Origins of the API. The token is sent to these origins only.
   * @defaultValue the origins of the servers in the spec
   */
  apiOrigins?: readonly string[] | undefined;
  /**
   * Time limit for getting a token, in milliseconds, including the wait for other tabs. Keep it above the
   * `deadline` of `createTokenHandler`, so that the handler's response still arrives.
   * @defaultValue 10_000
   */
  timeout?: number | undefined;
  /**
   * Additional headers of the request to the endpoint, or a function that returns them for each request.
   * Use it for a session with a bearer token, or for a CSRF header.
   * @defaultValue none: the browser sends the session's cookie
   */
  headers?:
    | SourceHeaders
    | (() => SourceHeaders | Promise<SourceHeaders>)
    | undefined;
  /**
   * Returns a text that changes with the session, such as the ID of the signed-in user. The source compares
   * it at each use, so that no token outlives its session. A page cannot read an `HttpOnly` cookie itself,
   * so without this setting, call `clear()` when the user signs out.
   * @defaultValue none
   */
  session?: (() => string) | undefined;
}

/** Options of {@link TokenSource.getToken}. */
export interface GetTokenOptions {
  /** Ends this caller's wait with the signal's reason. The request continues for other callers. */
  signal?: AbortSignal | null | undefined;
}

/** Provides a page with its access token. Create it with `createTokenSource`. */
export interface TokenSource {
  /**
   * Returns a token that has not expired: the one in memory, or a new one from your endpoint.
   *
   * @throws {@link TokenEndpointError} if the endpoint responds with anything but a valid token
   * @throws a DOMException named TimeoutError if no token arrives in time, or AbortError if `clear()` is
   *   called while it waits
   * @throws TypeError, or what your `fetch` throws, if the endpoint cannot be reached
   * @throws TypeError if an option is unknown or invalid
   * @throws the signal's reason if `options.signal` aborts
   *
   * @example
   * ```ts
   * const accessToken = await melio.getToken();
   * ```
   */
  getToken(options?: GetTokenOptions): Promise<string>;

  /**
   * A `fetch` that adds `Authorization: Bearer …` to requests to Melio's API, and leaves all other
   * requests unchanged. After a 401 it gets a new token and sends the request once more, unless the
   * endpoint returns the same token again. If that does not help, a 401 is returned as it is for the next
   * five seconds. Requests with the token do not follow redirects.
   *
   * @throws whatever `getToken` and the global `fetch` throw
   *
   * @example
   * ```ts
   * const response = await melio.fetch("https://api.melio.com/v1/accounts");
   * ```
   */
  fetch: typeof globalThis.fetch;

  /**
   * Forgets the token in all tabs of this origin, and aborts running requests for one. Call it when the
   * user signs out. A page that is restored from the back/forward cache forgets its token automatically.
   *
   * @example
   * ```ts
   * await melio.fetch("https://api.melio.com/v1/accounts");
   * melio.clear(); // the user signs out
   * ```
   */
  clear(): void;
}

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
      value.every((url) => typeof url === "string" && isHttpUrl(url)),
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
  const settings = checkSettings(
    "createTokenSource",
    options,
    rules,
    failWithTypeError,
  );
  const {
    endpoint,
    apiOrigins = Object.values(servers),
    timeout = 10_000,
  } = settings;
  if (!endpoint)
    failWithTypeError(
      "createTokenSource requires endpoint, the URL of your token handler",
    );
  const origins = new Set(apiOrigins.map((url) => new URL(url).origin));
  const send: typeof fetch = (...request) =>
    (settings.fetch ?? fetch)(...request);
  const current = new CurrentToken({ ...settings, timeout, fetch: send });

  return {
    async getToken(options = {}) {
      const { signal } = checkSettings(
        "getToken",
        options,
        getRules,
        failWithTypeError,
      );
      return (await untilAborted(current.get(), signal)).accessToken;
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
      const token = await untilAborted(current.get(), request.signal);
      const response = await sendWith(token, request.clone());
      if (response.status !== 401) return response;
      const next = await current.replace(token, request.signal);
      if (!next) return response;
      const last = await sendWith(next, request);
      if (last.status === 401) current.pauseReplacing();
      return last;
    },

    clear: () => current.clear(),
  };
}
