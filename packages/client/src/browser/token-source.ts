/** Where a page has its access token from, made by `createTokenSource`. */
export interface TokenSource {
  /**
   * A token that has not expired: the one in memory, or one from your endpoint.
   *
   * @throws {@link TokenEndpointError} if the endpoint refuses, or answers with anything else
   * @throws TypeError, or what your `fetch` throws, if it cannot be reached
   *
   * @example
   * ```ts
   * const accessToken = await melio.getToken();
   * ```
   */
  getToken(): Promise<string>;

  /**
   * `fetch` for Melio's API: with `Authorization: Bearer …` to its origins, and as it is to any
   * other. A request with the token follows no redirect. On a 401 it asks for a new token and
   * sends the request once more.
   *
   * @throws whatever `getToken` and the global `fetch` throw
   *
   * @example
   * ```ts
   * const response = await melio.fetch("https://api.melio.com/v1/accounts");
   * ```
   */
  fetch: typeof globalThis.fetch;
}
