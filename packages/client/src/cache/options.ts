import type { MelioClient } from "../client.js";
import type { TokenEncryption, TokenStore } from "./token-store.js";

/** Settings of `createTokenCache`. All times are in milliseconds. */
export interface TokenCacheOptions {
  /** Mints the tokens. Each cache serves one client, so one API key and one environment. */
  melio: Pick<MelioClient, "auth" | "http">;
  /**
   * Shares tokens among processes: a Keyv, or anything of its shape. A token is found again only by
   * a client with the same API key and server, whose hash begins the key that it is stored under.
   * A store that fails, or takes more than a second, is left alone for five seconds; until then
   * tokens come from memory, or are minted.
   * @defaultValue none: tokens are in memory alone
   */
  store?: TokenStore | undefined;
  /**
   * Encrypts what goes into the store. A token is a secret: who can read it can use it.
   * @defaultValue tokens are stored as plain JSON
   */
  encryption?: TokenEncryption | undefined;
  /**
   * How long before its expiry a token is renewed in the background, in milliseconds; callers still
   * get the valid one. Never more than a quarter of the token's lifetime, however large this is.
   * @defaultValue 60_000
   */
  refreshBefore?: number | undefined;
  /**
   * Of how many Accounts tokens are kept in memory, at least 1. The oldest token goes first.
   * @defaultValue 10_000
   */
  maxEntries?: number | undefined;
  /**
   * Told of what `get` does not reject with: a renewal or a store that failed. It must not
   * throw.
   * @defaultValue nothing is told
   */
  onError?: ((error: unknown) => void) | undefined;
}
