import type { TokenCache } from "../cache/token-cache.js";

/**
 * Says for which Account the sender of a request may have a token: the Account's ID, or nothing to
 * refuse it with 403. A `Response`, returned or thrown, refuses it in your own words, and so does a
 * framework's exception that has `getResponse()`. Gets the request as it came, and the context that was
 * passed to the handler with it.
 */
export type Authorize<Context = unknown> = (
  request: Request,
  context: Context,
) => Refusable<string> | Promise<Refusable<string>>;

type Refusable<T> = T | Response | null | undefined | false;

/** Settings of `createTokenHandler`. */
export interface TokenHandlerOptions<Context = unknown> {
  /** Gives the tokens: what `createTokenCache` has made. */
  tokens: TokenCache;
  /**
   * Asked for every request, before any token is. There is no default: look at your session, and
   * never take the Account from the request alone, which its sender can write.
   */
  authorize: Authorize<Context>;
  /**
   * Origins of other sites of yours whose pages may ask for tokens, with their users' cookies:
   * `["https://shop.example"]`, say. They are answered with CORS.
   * @defaultValue none: only pages of the handler's own origin
   */
  allowedOrigins?: readonly string[] | undefined;
  /**
   * Headers that pages of `allowedOrigins` may send beside the browser's own, for a session by bearer
   * token or against CSRF: `["Authorization"]`, say. Pages of the handler's own origin may send any.
   * @defaultValue none
   */
  allowedHeaders?: readonly string[] | undefined;
  /**
   * How long to wait for a token, in milliseconds; then the answer is 503 with `Retry-After`. Less than
   * a page waits (`timeout` of `createTokenSource`), so that the page hears it.
   * @defaultValue 8_000
   */
  deadline?: number | undefined;
  /**
   * Keeps the runtime alive until a renewal in the background is done. Called with the context that was
   * passed to the handler: `(promise, context) => context.waitUntil(promise)` in a Cloudflare worker.
   * @defaultValue nothing is called; a worker renews before it answers
   */
  waitUntil?:
    | ((promise: Promise<unknown>, context: Context) => void)
    | undefined;
  /**
   * Puts the refresh token into the answer. A page has no use for it: it asks here again.
   * @defaultValue false
   */
  includeRefreshToken?: boolean | undefined;
  /**
   * Called with the reason when a request is answered with 500, 502 or 503, since the answer does not
   * say it; not when the visitor has left. What it throws or rejects with is ignored.
   * @defaultValue nothing is called
   */
  onError?: ((error: unknown, request: Request) => unknown) | undefined;
}
