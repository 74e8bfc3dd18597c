import { type ContractResponse, errorResponse } from "../messages.js";

/** The 401 of RFC 6750, or `undefined` if the request has a valid token. */
export function refuseBearer(
  authorization: string,
  expiryOf: (accessToken: string) => number | undefined,
  now: number,
): ContractResponse | undefined {
  const token = /^bearer (\S+)$/i.exec(authorization)?.[1];
  const expiry = token === undefined ? undefined : expiryOf(token);
  if (expiry !== undefined && expiry > now) return undefined;
  const message =
    expiry === undefined
      ? "This access token was not minted by this mock server."
      : "This access token has expired.";
  return errorResponse(
    401,
    { code: "invalid_token", message },
    { "www-authenticate": 'Bearer error="invalid_token"' },
  );
}
