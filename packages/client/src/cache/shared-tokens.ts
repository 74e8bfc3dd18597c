import type { AuthToken } from "../api-types.js";
import { identityOfClient } from "../identity.js";
import { untilAborted } from "../time-limit.js";
import type { TokenEncryption, TokenStore } from "./token-store.js";

/** The store, as the cache sees it: it never throws, it only may not know. */
export interface SharedTokens {
  /** `null` if the token was invalidated; `undefined` if the store has none, or fails. */
  get(account: string): Promise<AuthToken | null | undefined>;
  /** @param timeToLive - in milliseconds */
  set(
    account: string,
    token: AuthToken | null,
    timeToLive: number,
  ): Promise<unknown>;
}

// In milliseconds: how long the store may take, and how long it is not asked after a failure.
const limit = 1_000;
const rest = 5_000;

/** @throws TypeError if the client is not one that this copy of the package has made */
export function shareTokens(
  store: TokenStore,
  { encrypt, decrypt }: TokenEncryption,
  http: object,
  tell: (error: unknown) => void,
): SharedTokens {
  const identify = identityOfClient(http);
  if (!identify)
    throw new TypeError("store needs melio from createMelioClient");
  let restsUntil = 0;
  // Asked for once: another API key that a vault gives later stands for the same partner.
  let prefix: string | undefined;

  const attempt = async <T>(
    account: string,
    run: (key: string) => Promise<T>,
  ) => {
    const running = async () => {
      prefix ??= `melio-token:1:${await identify()}:`;
      return run(prefix + account);
    };
    try {
      const result = await untilAborted(running(), AbortSignal.timeout(limit));
      restsUntil = 0;
      return result;
    } catch (error) {
      restsUntil = Date.now() + rest;
      tell(error);
      return undefined;
    }
  };

  return {
    get: async (account) => {
      if (Date.now() < restsUntil) return undefined;
      return attempt(account, async (key) => {
        const stored = (await store.get(key)) as string;
        try {
          const token = JSON.parse(await decrypt(stored, key));
          return !token || isToken(token) ? token : undefined;
        } catch {
          return undefined; // nothing, or garbage: the next token goes over it
        }
      });
    },
    set: (account, token, timeToLive) =>
      attempt(account, async (key) => {
        const text = await encrypt(JSON.stringify(token), key);
        await store.set(key, text, timeToLive);
      }),
  };
}

const isToken = ({ accessToken, expiresAt }: AuthToken) =>
  accessToken && Date.parse(expiresAt);
