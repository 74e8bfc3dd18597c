/** Settings of `createTokenSource`. All times are in milliseconds. */
export interface TokenSourceOptions {
  /** The URL of your backend's token handler; relative to the page, if you like: `"/melio/token"`. */
  endpoint: string | URL;
  /**
   * Sends the requests, to the endpoint and to the API.
   * @defaultValue the global `fetch`, looked up at each call
   */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * Origins of the API, which alone are sent the token.
   * @defaultValue those of the servers in Melio's OpenAPI description
   */
  apiOrigins?: readonly string[] | undefined;
  /**
   * How long a caller waits for a token, in milliseconds: for other tabs, and for the endpoint. More than
   * the `deadline` of `createTokenHandler`, so that its answer is heard.
   * @defaultValue 10_000
   */
  timeout?: number | undefined;
  /**
   * Headers of the request to the endpoint, or a function that gives them each time: for a session by
   * bearer token or against CSRF.
   * @defaultValue none: the session's cookie goes along by itself
   */
  headers?:
    | Record<string, string>
    | (() => Record<string, string> | Promise<Record<string, string>>)
    | undefined;
  /**
   * Says who is signed in: any text that changes when the session does, such as the user's ID. Compared at
   * each use, so that no token outlives its session. A cookie that scripts cannot read tells the page
   * nothing: without this, call `clear()` at sign-out.
   * @defaultValue nothing is compared
   */
  session?: (() => string) | undefined;
}

/** How one {@link TokenSource.getToken} is made. */
export interface GetTokenOptions {
  /** Ends this caller's wait, with the signal's reason. The request goes on for the others. */
  signal?: AbortSignal | null | undefined;
}

/** Where a page has its access token from, made by `createTokenSource`. */
export interface TokenSource {
  /**
   * A token that has not expired: the one in memory, or one from your endpoint.
   *
   * @throws {@link TokenEndpointError} if the endpoint refuses, or answers with anything else
   * @throws a DOMException named TimeoutError if no token came in time, named AbortError if `clear()` was
   *   called meanwhile
   * @throws TypeError, or what your `fetch` throws, if the endpoint cannot be reached
   * @throws the signal's reason if `options.signal` aborts
   *
   * @example
   * ```ts
   * const accessToken = await melio.getToken();
   * ```
   */
  getToken(options?: GetTokenOptions): Promise<string>;

  /**
   * `fetch` for Melio's API: with `Authorization: Bearer …` to its origins, and as it is to any
   * other. A request with the token follows no redirect. On a 401 it asks for a new token and
   * sends the request once more, unless there is no other token.
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
   * Forgets the token, and what is under way for it, in all tabs of this origin: call it when the user
   * signs out. A page that comes back from the back/forward cache forgets its token by itself.
   *
   * @example
   * ```ts
   * await melio.fetch("https://api.melio.com/v1/accounts");
   * melio.clear(); // the user signs out
   * ```
   */
  clear(): void;
}

/** Your endpoint has answered, but not with a token that is valid. */
export class TokenEndpointError extends Error {
  /** The class's name, as a literal: minification does not change it. */
  override get name() {
    return "TokenEndpointError" as const;
  }
  /**
   * What it answered: with 403 if the user may have no token, 502 or 503 (see `Retry-After`) if
   * none could be minted. The body has been read.
   */
  readonly response: Response;

  /** @internal */
  constructor(response: Response, what = `answered ${response.status}`) {
    super(`The token endpoint ${what}`);
    this.response = response;
  }
}
