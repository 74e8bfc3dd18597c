import {
  aBoolean,
  aFunction,
  checkSettings,
  milliseconds,
  objectWith,
  type Rules,
} from "../check-settings.js";
import { callHook } from "../log.js";
import { refusedTokenHeader } from "../refused-token-header.js";
import { startTimeLimit } from "../time-limit.js";
import { failureOf, unavailable } from "./failure.js";
import type { TokenHandlerOptions } from "./options.js";
import { isForeign, normalOrigin } from "./same-site.js";

const isList = (value: unknown): value is unknown[] => Array.isArray(value);

const rules: Rules<TokenHandlerOptions> = {
  tokens: objectWith("get", "invalidate"),
  authorize: aFunction,
  allowedOrigins: {
    expected:
      'a list of origins, each with scheme and host and without a path, such as ["https://shop.example"]',
    fits: (value) =>
      isList(value) &&
      value.every(
        (origin) =>
          typeof origin === "string" && normalOrigin(origin) !== undefined,
      ),
  },
  allowedHeaders: {
    expected: 'a list of header names, such as ["Authorization"]',
    fits: (value) =>
      isList(value) &&
      value.every(
        (name) =>
          typeof name === "string" && /^[\w!#$%&'*+.^`|~-]+$/.test(name),
      ),
  },
  deadline: milliseconds,
  waitUntil: aFunction,
  includeRefreshToken: aBoolean,
  onError: aFunction,
};

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
 * @throws TypeError if a setting is missing, unknown or wrong
 */
export function createTokenHandler<Context = unknown>(
  options: TokenHandlerOptions<Context>,
): (request: Request, context?: Context) => Promise<Response> {
  const checked = checkSettings(
    "createTokenHandler",
    options as TokenHandlerOptions,
    rules,
    fail,
  );
  const { tokens, authorize, deadline = 8_000, waitUntil } = checked;
  const { includeRefreshToken, onError } = checked;
  if (!tokens)
    fail("createTokenHandler needs tokens: what createTokenCache made");
  if (!authorize) fail("createTokenHandler needs authorize, a function");
  const origins = new Set(checked.allowedOrigins?.map(normalOrigin));
  const headersOfPages = [
    refusedTokenHeader,
    ...(checked.allowedHeaders ?? []),
  ].join(", ");

  /** The token's answer for an Account. */
  async function giveToken(
    request: Request,
    context: unknown,
    account: string,
  ): Promise<Response> {
    const { headers, signal } = request;
    const limit = startTimeLimit(deadline, signal);
    try {
      const refused = headers.get(refusedTokenHeader);
      if (refused)
        await limit
          .within(tokens.invalidate(account, refused))
          .catch((error) => {
            limit.signal?.throwIfAborted();
            callHook(onError, error, request); // this process has forgotten it all the same
          });
      const { accessToken, expiresAt, refreshToken } = await limit.within(
        tokens.get(account, {
          signal: limit.signal,
          ...(waitUntil && {
            waitUntil: (promise: Promise<unknown>) =>
              waitUntil(promise, context),
          }),
        }),
      );
      return Response.json({
        accessToken,
        expiresAt,
        ...(includeRefreshToken && { refreshToken }),
      });
    } catch (error) {
      // A visitor who has left is no failure.
      if (signal?.aborted) return refuse(...unavailable());
      callHook(onError, error, request);
      return refuse(...(limit.isOver ? unavailable() : failureOf(error)));
    } finally {
      limit.end();
    }
  }

  async function respond(
    request: Request,
    context: unknown,
    isAllowed: boolean,
  ): Promise<Response> {
    const { method, signal } = request;
    if (!isAllowed && isForeign(request)) return refuse(403);
    if (isAllowed && method === "OPTIONS") return new Response();
    if (method !== "POST") return refuse(405, { Allow: "POST" });
    let account: unknown;
    try {
      account = await authorize(request, context);
    } catch (thrown) {
      account = asResponse(thrown) ?? asResponse(await responseOf(thrown));
      if (account === undefined) {
        if (!signal?.aborted) callHook(onError, thrown, request);
        return refuse(500);
      }
    }
    const own = asResponse(account);
    if (own) return own;
    if (typeof account !== "string" || account === "") return refuse(403);
    return giveToken(request, context, account);
  }

  return async (request, context) => {
    const origin = normalOrigin(request.headers.get("Origin") ?? "");
    const isAllowed = origin !== undefined && origins.has(origin);
    const response = await respond(request, context, isAllowed);
    const more = {
      "Cache-Control": "no-store",
      // By the clock that judges the tokens' expiry, for pages whose own is wrong.
      Date: new Date().toUTCString(),
      Vary: "Origin",
      ...(isAllowed && {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Headers": headersOfPages,
        "Access-Control-Expose-Headers": "Date, Retry-After",
      }),
    };
    for (const [name, value] of Object.entries(more))
      response.headers.set(name, value);
    return response;
  };
}

function fail(message: string): never {
  throw new TypeError(message);
}

/** In words of our own alone: nothing of the request, and nothing of what went wrong. */
const refuse = (status: number, headers: Record<string, string> = {}) =>
  Response.json({ error: reasons[status] }, { status, headers });

/** A copy whose headers can be set. Told by its shape: adapters replace the global `Response`. */
function asResponse(value: unknown): Response | undefined {
  const { status, statusText, headers, body } = Object(value) as Response;
  if (typeof status !== "number" || typeof headers?.get !== "function")
    return undefined;
  return new Response(body, {
    status,
    statusText,
    headers: [...headers],
  });
}

/** What a framework's exception, such as Hono's HTTPException, answers with. */
async function responseOf(thrown: unknown): Promise<unknown> {
  const { getResponse } = Object(thrown);
  return typeof getResponse === "function"
    ? getResponse.call(thrown)
    : undefined;
}
