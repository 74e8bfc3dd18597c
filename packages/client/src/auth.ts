import type { AuthToken, PostAuthResponse } from "./api-types.js";
import { Call, type CallFacts } from "./call.js";
import { aString, checkSettings, type Rules } from "./check-settings.js";
import { callRules } from "./config.js";
import { failConfig, MelioApiError } from "./errors.js";
import { accountHeader, idempotencyKeyHeader } from "./generated/contract.js";
import type { MakeCall } from "./http.js";
import type { CallOptions } from "./options.js";
import { parseDateTime } from "./response.js";

/** Parameters of {@link MelioAuth.createToken}: the header parameters of the operation. */
export interface CreateTokenParams {
  /**
   * ID of the Account that the token acts for: the `Melio-Account` header. Leave it out to mint a token
   * for the Partner itself. An explicit `undefined` is an error, so that an unset variable cannot mint a
   * token for the Partner by mistake.
   */
  melioAccount?: string;
  /**
   * Key that makes the call safe to repeat: the `Idempotency-Key` header. Pass your own to repeat a
   * call after your process has restarted. Never reuse a key to renew a token: the server may replay
   * the old one.
   * @defaultValue a new UUID for each call
   */
  idempotencyKey?: string | undefined;
}

/** Access tokens for client-side API calls. */
export interface MelioAuth {
  /**
   * Mints an access token for one Account: `POST /auth/token`.
   *
   * @example
   * ```ts
   * const token = await melio.auth.createToken({ melioAccount: "acc_123" });
   * console.log(token.expiresAt);
   * ```
   * @throws {@link MelioApiError} if the API returns a status outside 2xx
   * @throws {@link MelioConnectionError} if no complete response arrives
   * @throws {@link MelioTimeoutError} if `timeout` or `deadline` is exceeded
   * @throws {@link MelioResponseError} if the body of a 2xx response does not match the spec, or is too large
   * @throws {@link MelioConfigError} if an argument is invalid, before any request; or if your `apiKey`
   *   function returns an invalid key, before the attempt that called it; or if your `fetch` returns
   *   something other than a `Response`
   * @throws the signal's reason if `options.signal` aborts
   */
  createToken(
    params?: CreateTokenParams,
    options?: CallOptions,
  ): ResponsePromise<AuthToken>;
}

/** A result with its response and the details of the call. */
export interface WithResponse<T> extends CallFacts {
  data: T;
  /** Status and headers. The body has already been read. */
  response: Response;
  /**
   * When the request of the last attempt was sent, in milliseconds since 1970 by this machine's clock. The
   * server's clock had not yet passed the response's `Date` then.
   */
  sentAt: number;
}

/** A promise of the result. Call {@link withResponse} to get the response too. */
export interface ResponsePromise<T> extends Promise<T> {
  /** Returns the result of the same call with its response, as `…_with_http_info` of Melio's Ruby client does. Sends no further request. */
  withResponse(): Promise<WithResponse<T>>;
}

/**
 * Returns when a token expires, in milliseconds since 1970, to compare with `Date.now()`.
 *
 * @example
 * ```ts
 * import { createMelioClient, expiresAtMs } from "@melio-platform/client";
 *
 * const token = await createMelioClient().auth.createToken({ melioAccount: "acc_123" });
 * console.log(expiresAtMs(token) - Date.now());
 * ```
 * @throws {@link MelioConfigError} if `expiresAt` is not an RFC 3339 date and time. A token from
 *   `createToken` always has one
 */
export function expiresAtMs({
  expiresAt,
}: Pick<AuthToken, "expiresAt">): number {
  return (
    parseDateTime(expiresAt) ??
    failConfig(
      'expiresAt must be an RFC 3339 date and time with an offset, such as "2030-01-31T12:00:00Z"',
    )
  );
}

const paramRules: Rules<CreateTokenParams> = {
  melioAccount: aString,
  idempotencyKey: aString,
};

export function createAuth(baseUrl: string, makeCall: MakeCall): MelioAuth {
  const path = "/auth/token";

  const createToken = async (
    params: CreateTokenParams,
    options: CallOptions,
  ): Promise<WithResponse<AuthToken>> => {
    const { melioAccount, idempotencyKey } = checkParams(params);
    const call = new Call("POST", baseUrl + path);
    const { data, error, response } = await makeCall(call, path, {
      ...checkSettings("createToken", options, callRules, failConfig),
      params: {
        header: {
          [idempotencyKeyHeader]: idempotencyKey,
          // Also if it is undefined, which is refused: a token for the Partner itself can do more.
          ...(Object.hasOwn(params, "melioAccount") && {
            [accountHeader]: melioAccount,
          }),
        },
      },
    });
    if (!response.ok) throw new MelioApiError(call, response, error);
    const { data: token } = data as PostAuthResponse;
    return { data: token, response, ...call, sentAt: call.sentAt };
  };
  return {
    createToken: (params = {}, options = {}) =>
      createResponsePromise(createToken(params, options)),
  };
}

function checkParams(params: CreateTokenParams): CreateTokenParams {
  const misplaced = Object.keys(Object(params)).find((name) =>
    Object.hasOwn(callRules, name),
  );
  if (misplaced)
    failConfig(
      `createToken expects ${misplaced} in its second argument: createToken(params, { ${misplaced} })`,
    );
  return checkSettings(
    "createToken({ melioAccount })",
    params,
    paramRules,
    failConfig,
  );
}

function createResponsePromise<T>(
  whole: Promise<WithResponse<T>>,
): ResponsePromise<T> {
  const result = whole.then(({ data }) => data);
  return Object.assign(result, {
    withResponse() {
      // Nobody awaits the other promise, so its rejection must not count as unhandled.
      result.catch(() => {});
      return whole;
    },
  });
}
