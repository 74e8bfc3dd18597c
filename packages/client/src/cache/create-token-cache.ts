import type { AuthToken } from "../api-types.js";
import { untilAborted } from "../time-limit.js";
import { backOff, type HeldToken, holdToken } from "./held-token.js";
import { joinFlight } from "./join-flight.js";
import type { TokenCacheOptions } from "./options.js";
import { shareTokens } from "./shared-tokens.js";
import type { TokenCache } from "./token-cache.js";

/** For how long the store remembers that a token was invalidated: a day, in milliseconds. */
const longestLife = 86_400_000;

const asItIs = (text: string) => text;
const plain = { encrypt: asItIs, decrypt: asItIs };

/**
 * Creates a cache that gives one valid token for each Account, and renews it before it expires.
 *
 * A renewal begins `refreshBefore` ahead of the expiry, by default one minute, and never more than
 * a quarter of the token's lifetime ahead. Every mint has an idempotency key of its own.
 *
 * @example
 * ```ts
 * import { createMelioClient } from "@melio-platform/client";
 * import { createTokenCache } from "@melio-platform/client/cache";
 *
 * const tokens = createTokenCache({ melio: createMelioClient() });
 * const { accessToken } = await tokens.get("acc_123");
 * ```
 * @throws TypeError if a setting is wrong
 */
export function createTokenCache({
  melio,
  store,
  refreshBefore = 60_000,
  maxEntries = 10_000,
  encryption = plain,
  onError: tell = () => {},
}: TokenCacheOptions): TokenCache {
  if (!(refreshBefore >= 0 && maxEntries >= 1))
    throw new TypeError("refreshBefore must be 0 or more, maxEntries 1");
  const shared = store && shareTokens(store, encryption, melio.http, tell);
  const memory = new Map<string, HeldToken>();
  const mints = new Map<string, Promise<AuthToken>>();
  const reads = new Map<string, Promise<void>>();

  function hold(account: string, token: AuthToken) {
    const held = holdToken(token, refreshBefore);
    memory.delete(account); // so that it comes last
    memory.set(account, held);
    const [oldest = ""] = memory.keys();
    if (memory.size > maxEntries) memory.delete(oldest);
    return held;
  }

  /** The token in memory unless it has expired; begins its renewal when it is due. */
  function usable(account: string): HeldToken | undefined {
    const held = memory.get(account);
    const now = Date.now();
    if (!held || now >= held.expiresAt) return undefined;
    if (now >= held.refreshAt && !mints.has(account))
      mint(account).catch((error) => {
        backOff(held, error);
        tell(error);
      });
    return held;
  }

  const mint = (account: string) =>
    joinFlight(mints, account, async (isCurrent) => {
      const token = await melio.auth.createToken({ melioAccount: account });
      if (!isCurrent()) return token; // invalidated meanwhile
      const held = hold(account, token);
      const left = held.expiresAt - Date.now();
      if (left > 0) held.written = shared?.set(account, token, left);
      else tell(new Error("New, but expired: check the clock"));
      return held.token;
    });

  /** Brings memory up to what the store knows. */
  const read = (account: string) =>
    joinFlight(reads, account, async (isCurrent) => {
      const found = await shared?.get(account);
      const held = memory.get(account);
      // What the store does not know is still good: it may have lost it, or be away.
      if (!isCurrent() || found === undefined) return;
      if (!found) memory.delete(account);
      else if (
        held?.token.accessToken !== found.accessToken &&
        !(held && held.expiresAt > Date.parse(found.expiresAt))
      )
        hold(account, found);
    });

  async function obtain(account: string): Promise<AuthToken> {
    if (shared) await read(account);
    return usable(account)?.token ?? mint(account);
  }

  return {
    async get(account, { signal } = {}) {
      signal?.throwIfAborted();
      if (!account) throw new TypeError("account must be an Account's ID");
      const held = shared ? undefined : usable(account);
      return held?.token ?? untilAborted(obtain(account), signal);
    },

    async invalidate(account, accessToken) {
      if (accessToken) await read(account);
      const held = memory.get(account);
      if (
        accessToken &&
        !(held?.expiresAt && held.token.accessToken === accessToken)
      )
        return;
      mints.delete(account);
      reads.delete(account);
      if (held) held.expiresAt = 0;
      await held?.written; // which must not arrive after this
      await shared?.set(account, null, longestLife);
    },
  };
}
