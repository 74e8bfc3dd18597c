/** Your endpoint has answered, but not with a token. Tell it by its `name`. */
export interface TokenEndpointError extends Error {
  readonly name: "TokenEndpointError";
  /**
   * What it answered: with 403 if the user may have no token, 502 or 503 (see `Retry-After`) if
   * none could be minted. The body is read already.
   */
  readonly response: Response;
}

export const tokenEndpointError = (response: Response): TokenEndpointError =>
  Object.assign(new Error(`The token endpoint gave ${response.status}`), {
    name: "TokenEndpointError" as const,
    response,
  });
