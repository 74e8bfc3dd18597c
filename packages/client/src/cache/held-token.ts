import type { AuthToken } from "../api-types.js";

/** What an Account has in memory; all times are in milliseconds since 1970. */
export interface HeldToken {
  readonly token: AuthToken;
  /** 0 if it was invalidated: kept so that it is not taken from the store again. */
  expiresAt: number;
  /** From when on it is renewed; later after a renewal that failed. */
  refreshAt: number;
  /** How long the latest renewal that failed has put off the next one, in milliseconds. */
  backoff: number;
  /** When the store has it. */
  written?: Promise<unknown> | undefined;
}

/** @param refreshBefore - in milliseconds */
export function holdToken(token: AuthToken, refreshBefore: number): HeldToken {
  const expiresAt = Date.parse(token.expiresAt);
  return {
    token: Object.freeze(token), // callers share it
    expiresAt,
    // A time longer than the token's life would have it renewed by every call.
    refreshAt:
      expiresAt - Math.min(refreshBefore, (expiresAt - Date.now()) / 4),
    backoff: 500,
  };
}

/** Renews later: after 1 s, 2 s, 4 s … up to a minute, or when the server asks for. */
export function backOff(held: HeldToken, error: unknown): void {
  held.backoff = Math.min(held.backoff * 2, 60_000);
  held.refreshAt =
    Date.now() +
    Math.max(
      // The latter half at random: what failed together must not come back together.
      held.backoff * (1 - Math.random() / 2),
      Object(error).retryAfter || 0,
    );
}
