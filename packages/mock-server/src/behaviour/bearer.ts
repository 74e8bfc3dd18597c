import { type ContractResponse, errorResponse } from "../messages.js";

/** Says what is wrong with an access token; `undefined` if it is valid. */
export function tokenProblem(
  accessToken: string,
  expiryOf: (accessToken: string) => number | undefined,
  now: number,
): string | undefined {
  const expiry = expiryOf(accessToken);
  if (expiry === undefined)
    return "This access token was not minted by this mock server.";
  return expiry > now ? undefined : "This access token has expired.";
}

/** The access token of a request; `undefined` if it has none. */
export const tokenIn = (authorization: string | undefined) =>
  /^bearer (\S+)$/i.exec(authorization ?? "")?.[1];

/** The 401 of RFC 6750, section 3.1, or `undefined` if the request has a valid token. */
export function refuseBearer(
  authorization: string | undefined,
  expiryOf: (accessToken: string) => number | undefined,
  now: number,
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
  const message = tokenProblem(token, expiryOf, now);
  if (message === undefined) return undefined;
  return errorResponse(
    401,
    { code: "invalid_token", message },
    { "www-authenticate": 'Bearer error="invalid_token"' },
  );
}
