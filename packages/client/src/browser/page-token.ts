import { tokenEndpointError } from "./token-endpoint-error.js";

/** A token in a page's memory; tabs send it to each other as it is. */
export interface PageToken {
  readonly accessToken: string;
  /** When its request began: milliseconds by this machine's clock. */
  readonly askedAt: number;
  /** In milliseconds from then on; 0 once the API has refused it. */
  lifetime: number;
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
): Promise<PageToken> {
  const { accessToken, expiresAt } = Object(
    await response.json().catch(() => {}),
  );
  const serverTime = Date.parse(response.headers.get("Date") as string);
  // Which has whole seconds, and so may be almost one more.
  const now = serverTime + 999 || Date.now();
  const lifetime = Date.parse(expiresAt) - now;
  if (!accessToken || !lifetime) throw tokenEndpointError(response);
  return { accessToken, askedAt, lifetime };
}

/** Whether less than a share of its life has passed: 1 if it has not expired. */
export const isYoung = (
  { askedAt, lifetime }: PageToken,
  share: number,
): boolean => Date.now() < askedAt + lifetime * share;
