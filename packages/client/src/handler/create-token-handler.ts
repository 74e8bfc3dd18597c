import {
  aBoolean,
  aFunction,
  checkSettings,
  failWithTypeError,
  milliseconds,
  objectWith,
  type Rules,
} from "../check-settings.js";
import { isHeaderName, refusedTokenHeader } from "../headers.js";
import { callHook } from "../log.js";
import { isResponse } from "../response.js";
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
      'a list of origins, each with a scheme and a host but no path, such as ["https://shop.example"]',
    fits: (value) =>
      isList(value) &&
      value.every(
        (origin) =>
          typeof origin === "string" && normalOrigin(origin) !== undefined,
      ),
  },
  allowedHeaders: {
    expected: 'a list of header names, such as ["Authorization"]',
    fits: (value) => isList(value) && value.every(isHeaderName),
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
 * Creates the token endpoint of your backend, which returns an access token to your page. The handler is
 * a function from a Web `Request` to a `Response`. It accepts POST only, and never rejects.
 *
 * | status | when |
 * | --- | --- |
 * | 200 | the token: `{ accessToken, expiresAt }` |
 * | 403 | the page belongs to another site, or `authorize` rejects the request |
 * | 405 | the method is not POST |
 * | 500 | `authorize` throws, or returns a response that cannot be sent |
 * | 502 | no token could be minted |
 * | 503 | no token could be minted, but a later request may succeed: see `Retry-After` |
 *
 * @example
 * ```ts
 * import { createMelioClient } from "@melio-platform/client";
 * import { createTokenCache } from "@melio-platform/client/cache";
 * import { createTokenHandler } from "@melio-platform/client/handler";
 *
 * interface Context {
 *   // What your session library has read, such as `request.session` of express-session.
 *   session: { account?: string };
 * }
 *
 * // For each request to /melio/token: handleToken(request, { session })
 * export const handleToken = createTokenHandler<Context>({
 *   tokens: createTokenCache({ melio: createMelioClient() }),
 *   authorize: (_request, { session }) => session.account,
 * });
 * ```
 * @throws TypeError if a setting is missing, unknown or invalid
 */
export function createTokenHandler<Context = unknown>(
  options: TokenHandlerOptions<Context>,
): (request: Request, context?: Context) => Promise<Response> {
  const settings = checkOptions(options as TokenHandlerOptions);
  const origins = new Set(settings.allowedOrigins?.map(normalOrigin));

  return async (request, context) => {
    const origin = normalOrigin(request.headers.get("Origin") ?? "");
    const isAllowed = origin !== undefined && origins.has(origin);
    const response = await respond(settings, request, context, isAllowed).catch(
      (error) => {
        if (!request.signal?.aborted)
          callHook(settings.onError, error, request);
        return refuse(500);
      },
    );
    const headers = {
      "Cache-Control": "no-store",
      // Lets a page whose clock is wrong compute the token's lifetime.
      Date: new Date().toUTCString(),
      Vary: "Origin",
      ...(isAllowed && corsHeaders(settings, origin)),
    };
    for (const [name, value] of Object.entries(headers))
      response.headers.set(name, value);
    return response;
  };
}

function checkOptions(options: TokenHandlerOptions): TokenHandlerOptions {
  const checked = checkSettings(
    "createTokenHandler",
    options,
    rules,
    failWithTypeError,
  );
  if (!checked.tokens)
    failWithTypeError(
      "createTokenHandler requires tokens, a cache created by createTokenCache",
    );
  if (!checked.authorize)
    failWithTypeError(
      "createTokenHandler requires authorize, a function that returns the ID of an Account",
    );
  return checked;
}

const corsHeaders = (
  { allowedHeaders = [] }: TokenHandlerOptions,
  origin: string,
) => ({
  "Access-Control-Allow-Origin": origin,
  "Access-Control-Allow-Credentials": "true",
  "Access-Control-Allow-Headers": [refusedTokenHeader, ...allowedHeaders].join(
    ", ",
  ),
  "Access-Control-Expose-Headers": "Date, Retry-After",
});

/** @param isAllowed - whether the request comes from a page of `allowedOrigins` */
async function respond(
  settings: TokenHandlerOptions,
  request: Request,
  context: unknown,
  isAllowed: boolean,
): Promise<Response> {
  const { method } = request;
  if (!isAllowed && isForeign(request)) return refuse(403);
  if (isAllowed && method === "OPTIONS") return new Response();
  if (method !== "POST") return refuse(405, { Allow: "POST" });
  let account: unknown;
  try {
    account = await settings.authorize(request, context);
  } catch (thrown) {
    account = isResponse(thrown) ? thrown : await responseOf(thrown);
  }
  if (isResponse(account)) return copyOf(account);
  if (typeof account !== "string" || account === "") return refuse(403);
  return giveToken(settings, request, context, account);
}

/** The response with the token of an Account. */
async function giveToken(
  settings: TokenHandlerOptions,
  request: Request,
  context: unknown,
  account: string,
): Promise<Response> {
  const { tokens, deadline = 8_000, waitUntil, onError } = settings;
  const { headers, signal } = request;
  const limit = startTimeLimit(deadline, signal);
  try {
    const refused = headers.get(refusedTokenHeader);
    if (refused)
      await limit.within(tokens.invalidate(account, refused)).catch((error) => {
        limit.signal.throwIfAborted();
        callHook(onError, error, request); // this process has forgotten it even so
      });
    const { accessToken, expiresAt, refreshToken } = await limit.within(
      tokens.get(account, {
        signal: limit.signal,
        ...(waitUntil && {
          waitUntil: (promise: Promise<unknown>) => waitUntil(promise, context),
        }),
      }),
    );
    return Response.json({
      accessToken,
      expiresAt,
      ...(settings.includeRefreshToken && { refreshToken }),
    });
  } catch (error) {
    // That the visitor has left is not a failure.
    if (signal?.aborted) return refuse(...unavailable());
    callHook(onError, error, request);
    return refuse(...(limit.isOver ? unavailable() : failureOf(error)));
  } finally {
    limit.end();
  }
}

/** Reveals nothing about the request or about what went wrong. */
const refuse = (status: number, headers: Record<string, string> = {}) =>
  Response.json({ error: reasons[status] }, { status, headers });

/** Headers that describe how a response was sent: not those of its copy. */
const ofTransfer = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "keep-alive",
  "transfer-encoding",
]);

/**
 * Returns a copy whose headers can be set.
 * @throws RangeError for `Response.error()`, which has no status
 */
function copyOf(response: Response): Response {
  const { status, statusText, headers, body, bodyUsed, url } = response;
  // `fetch` has already decoded the body of a response that it returned.
  const isSentAnew = bodyUsed || Boolean(url);
  return new Response(bodyUsed ? null : body, {
    status,
    statusText,
    headers: [...headers].filter(
      ([name]) => !isSentAnew || !ofTransfer.has(name),
    ),
  });
}

/**
 * Returns the response of a framework's exception, such as Hono's HTTPException.
 * @throws the exception itself if it has none
 */
async function responseOf(thrown: unknown): Promise<Response> {
  const { getResponse } = Object(thrown);
  const response =
    typeof getResponse === "function"
      ? await getResponse.call(thrown)
      : undefined;
  if (!isResponse(response)) throw thrown;
  return response;
}
