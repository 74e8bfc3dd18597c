import { hash, randomBytes } from "node:crypto";
import { createMakeRoom } from "./make-room.js";

/** What `POST /auth/token` returns. */
export interface MintedToken {
  readonly accessToken: string;
  /** RFC 3339, in UTC. */
  readonly expiresAt: string;
  readonly refreshToken: string;
}

/** Mints tokens, and recognizes its own. */
export interface TokenMint {
  /** A token that differs from every other of this server. */
  mint(now: number): MintedToken;
  /** When an access token of this server expires. `undefined` for any other token. */
  expiryOf(accessToken: string): number | undefined;
  /** The tokens that have not expired, oldest first. */
  inForce(now: number): { accessToken: string; expires: number }[];
  /** Expires all tokens minted so far. */
  expireAll(now: number): void;
  /** Forgets all tokens, and restarts the seed's sequence. */
  reset(): void;
}

/** How many tokens a server remembers. Older ones count as unknown. */
const rememberedTokens = 100_000;

/** In characters of base64url: 144 bits. */
const tokenLength = 24;

/**
 * A token is part of a hash of the seed and its number, so that a seed always produces the same tokens.
 *
 * @param ttl - Lifetime of a token in milliseconds, from now on.
 * @param seed - The same seed produces the same sequence of tokens, at any time.
 */
export function createTokenMint(
  ttl: () => number,
  seed: string | undefined,
): TokenMint {
  const expiries = new Map<string, number>();
  const makeRoom = createMakeRoom(expiries, rememberedTokens);
  let start = newStart();
  let minted = 0;

  function newStart(): string {
    return seed ?? randomBytes(16).toString("hex");
  }

  return {
    mint(now) {
      minted += 1;
      const expires = now + ttl();
      const digest = hash("sha512", `${start}:${minted}`, "base64url");
      const accessToken = `at_${digest.slice(0, tokenLength)}`;
      makeRoom();
      expiries.set(accessToken, expires);
      return {
        accessToken,
        expiresAt: new Date(expires).toISOString(),
        refreshToken: `rt_${digest.slice(-tokenLength)}`,
      };
    },
    expiryOf: (accessToken) => expiries.get(accessToken),
    inForce: (now) =>
      [...expiries]
        .filter(([, expires]) => expires > now)
        .map(([accessToken, expires]) => ({ accessToken, expires })),
    expireAll(now) {
      for (const [accessToken, expires] of expiries)
        if (expires > now) expiries.set(accessToken, now);
    },
    reset() {
      expiries.clear();
      start = newStart();
      minted = 0;
    },
  };
}
