/** Settings of `createTokenSource`. */
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
}
