import { parseDateTime } from "../response.js";
import { TokenEndpointError } from "./token-source.js";

/** A token in a page's memory. Tabs send it to each other unchanged. */
export interface PageToken {
  readonly accessToken: string;
  /** When its request started, in milliseconds by this machine's clock. */
  readonly askedAt: number;
  /** In milliseconds, from `askedAt`. */
  readonly lifetime: number;
  /** What the page's `session` returned when the token was requested. */
  readonly session: string | undefined;
}

/**
 * Reads the endpoint's response.
 *
 * This machine's clock may be wrong by hours, but it keeps running while the machine sleeps. So the token's
 * lifetime comes from the server's clock, the `Date` of the response, and counts from the request.
 *
 * @throws {@link TokenEndpointError}
 */
export async function readToken(
  response: Response,
  askedAt: number,
  session: string | undefined,
): Promise<PageToken> {
  const { accessToken, expiresAt } = Object(
    await response.json().catch(() => {}),
  );
  const expiry = parseDateTime(expiresAt);
  if (!response.ok || typeof accessToken !== "string" || !accessToken)
    throw new TokenEndpointError(response);
  if (expiry === undefined)
    throw new TokenEndpointError(
      response,
      `returned ${response.status} without a valid expiresAt`,
    );
  const serverTime = Date.parse(response.headers.get("Date") ?? "");
  // `Date` has whole seconds, so the time may be almost one more.
  const now = Number.isNaN(serverTime) ? Date.now() : serverTime + 999;
  const lifetime = expiry - now;
  if (lifetime <= 0)
    throw new TokenEndpointError(
      response,
      `returned ${response.status} with a token that has expired`,
    );
  return { accessToken, askedAt, lifetime, session };
}

/** Whether less than this share of the token's lifetime has passed. With 1: whether it has not expired. */
export const isYoung = (
  { askedAt, lifetime }: PageToken,
  share: number,
): boolean => Date.now() < askedAt + lifetime * share;
