/** Names and values, pairs of them, or `Headers`. */
type SourceHeaders = NonNullable<RequestInit["headers"]>;

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

/** Your token endpoint responded, but not with a valid token. */
export class TokenEndpointError extends Error {
  /** The name of the class, as a literal that minification does not change. */
  override get name() {
    return "TokenEndpointError" as const;
  }
  /**
   * The endpoint's response. Its status is 403 if the user may not get a token, and 502 or 503 (see
   * `Retry-After`) if none could be minted. The body has already been read.
   */
  readonly response: Response;

  /** @internal */
  constructor(
    response: Response,
    what = `returned ${response.status} without a token`,
  ) {
    super(`The token endpoint ${what}`);
    this.response = response;
  }
}
