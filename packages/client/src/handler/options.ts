import type { TokenCache } from "../cache/token-cache.js";

/**
 * Returns the ID of the Account that the sender of a request may get a token for, or nothing to reject
 * the request with 403. To reject it with your own response, return or throw a `Response`, or throw a
 * framework's exception that has `getResponse()`. The function gets the original request, and the
 * context that you passed to the handler.
 */
export type Authorize<Context = unknown> = (
  request: Request,
  context: Context,
) => Refusable<string> | Promise<Refusable<string>>;

type Refusable<T> = T | Response | null | undefined | false;

/** Settings of `createTokenHandler`. */
export interface TokenHandlerOptions<Context = unknown> {
  /** Provides the tokens: a cache created by `createTokenCache`. */
  tokens: TokenCache;
  /**
   * Decides which Account the request may get a token for. Called for every request, before any token is
   * minted. There is no default. Look the Account up in your session, and never take it from the request
   * alone: the sender controls that.
   */
  authorize: Authorize<Context>;
  /**
   * Other origins of yours whose pages may request tokens with their users' cookies, such as
   * `["https://shop.example"]`. The handler sends them CORS headers.
   * @defaultValue none: only pages of the handler's own origin may request tokens
   */
  allowedOrigins?: readonly string[] | undefined;
  /**
   * Additional request headers that pages of `allowedOrigins` may send, such as `["Authorization"]` for a
   * session with a bearer token, or a CSRF header. Pages of the handler's own origin may send any header.
   * @defaultValue none
   */
  allowedHeaders?: readonly string[] | undefined;
  /**
   * Time limit for getting a token, in milliseconds. When it is exceeded, the handler responds with 503
   * and `Retry-After`. Keep it below the page's `timeout` in `createTokenSource`, so that the page still
   * receives the response.
   * @defaultValue 8_000
   */
  deadline?: number | undefined;
  /**
   * Keeps the runtime alive until a background renewal is done. Called with the context that you passed to
   * the handler. In a Cloudflare Worker: `(promise, context) => context.waitUntil(promise)`.
   * @defaultValue none: a Cloudflare Worker renews before it responds
   */
  waitUntil?:
    | ((promise: Promise<unknown>, context: Context) => void)
    | undefined;
  /**
   * Includes the refresh token in the response. A page does not need it: it requests a new access token
   * here instead.
   * @defaultValue false
   */
  includeRefreshToken?: boolean | undefined;
  /**
   * Called with the cause of every 500, 502 and 503, because the response does not reveal it. Not called
   * when the visitor has left. Whatever the function throws or rejects with is ignored.
   * @defaultValue none
   */
  onError?: ((error: unknown, request: Request) => unknown) | undefined;
}
