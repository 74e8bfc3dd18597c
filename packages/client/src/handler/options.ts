import type { TokenCache } from "../cache/token-cache.js";

/**
 * Says for which Account the sender of a request may have a token: the Account's ID, or nothing to
 * refuse it. A `Response` refuses it in your own words. Gets the request as it came.
 */
export type Authorize = (
  request: Request,
) => Refusable<string> | Promise<Refusable<string>>;

type Refusable<T> = T | Response | null | undefined | false;

/** Settings of `createTokenHandler`. */
export interface TokenHandlerOptions {
  /** Gives the tokens: what `createTokenCache` has made. */
  tokens: TokenCache;
  /**
   * Asked for every request, before any token is. There is no default: look at your session, and
   * never take the Account from the request alone, which its sender can write.
   */
  authorize: Authorize;
  /**
   * Origins of other sites of yours whose pages may ask for tokens, with their users' cookies:
   * `"https://shop.example"`, say. They are answered with CORS.
   * @defaultValue none: only pages of the handler's own origin
   */
  allowedOrigins?: readonly string[] | undefined;
  /**
   * Puts the refresh token into the answer. A page has no use for it: it asks here again.
   * @defaultValue false
   */
  includeRefreshToken?: boolean | undefined;
  /**
   * Told why a request was answered with 500, 502 or 503, since the answer does not say. What it
   * throws is ignored.
   * @defaultValue nothing is told
   */
  onError?: ((error: unknown, request: Request) => void) | undefined;
}
