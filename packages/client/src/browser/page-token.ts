import { latestServerTime, parseDateTime } from "../response.js";

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

/** Your token endpoint responded, but not with a valid token. */
export class TokenEndpointError extends Error {
  /** The name of the class, as a literal that minification does not change. */
  override get name() {
    return "TokenEndpointError" as const;
  }
  /**
   * The endpoint's response. Its status is 403 if the user may not get a token, and 502 or 503 (see
   * `Retry-After`) if none could be minted. The body has already been read.
   */
  readonly response: Response;

  /** @internal */
  constructor(
    response: Response,
    what = `returned ${response.status} without a token`,
  ) {
    super(`The token endpoint ${what}`);
    this.response = response;
  }
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
  const now = latestServerTime(response.headers) ?? Date.now();
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
