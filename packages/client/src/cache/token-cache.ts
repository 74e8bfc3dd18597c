import type { AuthToken } from "../api-types.js";

/** How one {@link TokenCache.get} is made. */
export interface GetOptions {
  /** Ends this caller's wait, with the signal's reason. The mint goes on for the others. */
  signal?: AbortSignal | null | undefined;
}

/** One valid token for each Account, made by `createTokenCache`. */
export interface TokenCache {
  /**
   * A token for the Account that has not expired: the one at hand, or a new one. However many
   * callers wait for it, it is minted once. The object is frozen, since callers share it.
   *
   * @param account - ID of the Account that the token acts for
   * @throws TypeError if `account` is not a string, or empty
   * @throws whatever `melio.auth.createToken` rejects with; the next call tries anew
   * @throws the signal's reason if `options.signal` aborts
   *
   * @example
   * ```ts
   * const { accessToken, expiresAt } = await tokens.get("acc_123");
   * ```
   */
  get(account: string, options?: GetOptions): Promise<AuthToken>;

  /**
   * Forgets the Account's token, here and in the store, so that the next `get` mints anew. A mint
   * that is under way is not kept either. Resolves when the store has been told; never rejects.
   *
   * @param account - ID of the Account
   * @param accessToken - forget only this token: if another one has taken its place, nothing
   *   happens, so that many who were refused with the same token cause one mint
   *
   * @example
   * ```ts
   * await tokens.invalidate("acc_123");
   * ```
   */
  invalidate(account: string, accessToken?: string): Promise<void>;
}
