import { parseDateTime } from "../response-shape.js";
import { TokenEndpointError } from "./token-source.js";

/** A token in a page's memory; tabs send it to each other as it is. */
export interface PageToken {
  readonly accessToken: string;
  /** When its request began: milliseconds by this machine's clock. */
  readonly askedAt: number;
  /** In milliseconds from then on. */
  readonly lifetime: number;
  /** What the page's `session` said when it was asked for. */
  readonly session: string | undefined;
}

/**
 * Reads the endpoint's answer.
 *
 * The machine's clock may be wrong by hours, but runs on while it sleeps: the token's lifetime is
 * taken by the server's clock, from the response's `Date`, and counted from the request on.
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
      `answered ${response.status} without a valid expiresAt`,
    );
  const serverTime = Date.parse(response.headers.get("Date") ?? "");
  // Which has whole seconds, and so may be almost one more.
  const now = Number.isNaN(serverTime) ? Date.now() : serverTime + 999;
  const lifetime = expiry - now;
  if (lifetime <= 0)
    throw new TokenEndpointError(
      response,
      `answered ${response.status} with a token that has expired`,
    );
  return { accessToken, askedAt, lifetime, session };
}

/** Whether less than a share of its life has passed: 1 if it has not expired. */
export const isYoung = (
  { askedAt, lifetime }: PageToken,
  share: number,
): boolean => Date.now() < askedAt + lifetime * share;
