import { hash, randomBytes } from "node:crypto";
import {
  type Clock,
  type ContractResponse,
  errorResponse,
} from "../messages.js";
import { BoundedMap } from "./bounded.js";

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
  const expiries = new BoundedMap<string, number>(rememberedTokens);
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

/** What knows whether a token is valid: who minted it, and the time. */
export interface TokenJudges {
  readonly mint: TokenMint;
  readonly clock: Clock;
}

/** Says what is wrong with an access token; `undefined` if it is valid. */
export function tokenProblem(
  accessToken: string,
  { mint, clock }: TokenJudges,
): string | undefined {
  const expiry = mint.expiryOf(accessToken);
  if (expiry === undefined)
    return "This access token was not minted by this mock server.";
  return expiry > clock.now() ? undefined : "This access token has expired.";
}

/** The access token of a request; `undefined` if it has none. */
export const tokenIn = (authorization: string | undefined) =>
  /^bearer (\S+)$/i.exec(authorization ?? "")?.[1];

/** The 401 of RFC 6750, section 3.1, or `undefined` if the request has a valid token. */
export function refuseBearer(
  authorization: string | undefined,
  judges: TokenJudges,
): ContractResponse | undefined {
  const token = tokenIn(authorization);
  if (token === undefined) {
    const message =
      "This request has no access token. Send the header Authorization with Bearer, a space and the token.";
    return errorResponse(
      401,
      { code: "unauthorized", message },
      { "www-authenticate": "Bearer" },
    );
  }
  const message = tokenProblem(token, judges);
  if (message === undefined) return undefined;
  return errorResponse(
    401,
    { code: "invalid_token", message },
    { "www-authenticate": 'Bearer error="invalid_token"' },
  );
}
