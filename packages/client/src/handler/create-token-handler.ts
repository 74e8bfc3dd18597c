import { refusedTokenHeader } from "../refused-token-header.js";
import { failureOf } from "./failure.js";
import type { TokenHandlerOptions } from "./options.js";
import { isForeign } from "./same-site.js";

const reasons: Record<number, string> = {
  403: "forbidden",
  405: "method_not_allowed",
  500: "internal_error",
  502: "token_unavailable",
  503: "token_unavailable",
};

/**
 * Creates the endpoint of your backend that gives a page its access token: a function from a Web
 * `Request` to a `Response`. It takes POST alone, and never rejects.
 *
 * | status | when |
 * | --- | --- |
 * | 200 | `{ accessToken, expiresAt }` |
 * | 403 | a page of another site asks, or `authorize` refuses |
 * | 405 | the method is not POST |
 * | 500 | `authorize` throws |
 * | 502 | no token could be minted |
 * | 503 | the same, but it may soon: see `Retry-After` |
 *
 * @example
 * ```ts
 * import { createMelioClient } from "@melio-platform/client";
 * import { createTokenCache } from "@melio-platform/client/cache";
 * import { createTokenHandler } from "@melio-platform/client/handler";
 *
 * const sessions = new Map([["a-secret-cookie", { melioAccount: "acc_123" }]]);
 *
 * export const POST = createTokenHandler({
 *   tokens: createTokenCache({ melio: createMelioClient() }),
 *   authorize(request) {
 *     const session = request.headers.get("Cookie")?.match(/session=([^;]+)/)?.[1] ?? "";
 *     return sessions.get(session)?.melioAccount;
 *   },
 * });
 * ```
 * @throws TypeError if `tokens` or `authorize` is missing
 */
export function createTokenHandler({
  tokens,
  authorize,
  allowedOrigins = [],
  includeRefreshToken,
  onError,
}: TokenHandlerOptions): (request: Request) => Promise<Response> {
  if (!tokens || !authorize)
    throw new TypeError("createTokenHandler needs tokens and authorize");

  const respond = async (
    request: Request,
    allowed: boolean,
  ): Promise<Response> => {
    const { headers, method, signal } = request;
    if (!allowed && isForeign(request)) return refuse(403);
    if (allowed && method === "OPTIONS") return new Response();
    if (method !== "POST") return refuse(405, { Allow: "POST" });
    let authorized = false;
    try {
      const account = await authorize(request);
      if (account instanceof Response)
        return new Response(account.body, account);
      if (!account || typeof account !== "string") return refuse(403);
      authorized = true;
      const refused = headers.get(refusedTokenHeader);
      if (refused) await tokens.invalidate(account, refused);
      const { accessToken, expiresAt, refreshToken } = await tokens.get(
        account,
        { signal },
      );
      return Response.json({
        accessToken,
        expiresAt,
        ...(includeRefreshToken && { refreshToken }),
      });
    } catch (error) {
      try {
        onError?.(error, request);
      } catch {
        // Who only looks on must not change the answer.
      }
      return authorized ? refuse(...failureOf(error)) : refuse(500);
    }
  };

  return async (request) => {
    const origin = request.headers.get("Origin") ?? "";
    const allowed = allowedOrigins.includes(origin);
    const response = await respond(request, allowed);
    const more = {
      "Cache-Control": "no-store",
      // By the clock that judges the tokens' expiry, for pages whose own is wrong.
      Date: new Date().toUTCString(),
      Vary: "Origin",
      ...(allowed && {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Headers": refusedTokenHeader,
        "Access-Control-Expose-Headers": "Date, Retry-After",
      }),
    };
    for (const [name, value] of Object.entries(more))
      response.headers.set(name, value);
    return response;
  };
}

/** In words of our own alone: nothing of the request, and nothing of what went wrong. */
const refuse = (status: number, headers: Record<string, string> = {}) =>
  Response.json({ error: reasons[status] }, { status, headers });
