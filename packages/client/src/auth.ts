import type { AuthToken, PostAuthResponse } from "./api-types.js";
import { Call, type CallFacts } from "./call.js";
import { aString, checkSettings, type Rules } from "./check-settings.js";
import { failConfig, retryRules } from "./config.js";
import { MelioApiError } from "./errors.js";
import { accountHeader, idempotencyKeyHeader } from "./generated/contract.js";
import type { MakeCall } from "./http.js";
import type { CallOptions } from "./options.js";
import { parseDateTime } from "./response-shape.js";

/** What {@link MelioAuth.createToken} takes: the operation's header parameters. */
export interface CreateTokenParams {
  /**
   * ID of the Account that the token acts for: the `Melio-Account` header. Leave it out to mint a token
   * for the partner itself; `undefined`, as of a variable that was never set, is refused.
   */
  melioAccount?: string;
  /**
   * Key that makes the call safe to repeat: the `Idempotency-Key` header. Pass your own to repeat a
   * call of an earlier process; never reuse one to renew a token, the old one may be replayed.
   * @defaultValue a new UUID for each call
   */
  idempotencyKey?: string | undefined;
}

/** Access tokens for client-side API calls. */
export interface MelioAuth {
  /**
   * Mints an access token that is scoped to one Account: `POST /auth/token`.
   *
   * @example
   * ```ts
   * const token = await melio.auth.createToken({ melioAccount: "acc_123" });
   * console.log(token.expiresAt);
   * ```
   * @throws {@link MelioApiError} for a status outside 2xx
   * @throws {@link MelioConnectionError} if no (whole) response came
   * @throws {@link MelioTimeoutError} if `timeout` or `deadline` passed
   * @throws {@link MelioResponseError} if a 2xx response's body is not what the spec says
   * @throws {@link MelioConfigError} for an argument that is wrong, before any request, or an API key
   *   that a function gave, before the attempt that asked for it
   * @throws the signal's reason if `options.signal` aborts
   */
  createToken(
    params?: CreateTokenParams,
    options?: CallOptions,
  ): ResponsePromise<AuthToken>;
}

/** A result together with its response, and with what can be said of the call. */
export interface WithResponse<T> extends CallFacts {
  data: T;
  /** Status and headers; the body has been read. */
  response: Response;
}

/** A promise of the result alone, that can also give the response with it. */
export interface ResponsePromise<T> extends Promise<T> {
  /** The same call's result with its response: upstream's `…_with_http_info`. Sends nothing anew. */
  withResponse(): Promise<WithResponse<T>>;
}

/**
 * When a token expires, in milliseconds since 1970: `expiresAt` as a number, for a comparison with `Date.now()`.
 *
 * @example
 * ```ts
 * import { createMelioClient, expiresAtMs } from "@melio-platform/client";
 *
 * const token = await createMelioClient().auth.createToken({ melioAccount: "acc_123" });
 * console.log(expiresAtMs(token) - Date.now());
 * ```
 * @throws {@link MelioConfigError} if `expiresAt` is not a time of RFC 3339, which no token of `createToken` has
 */
export function expiresAtMs({
  expiresAt,
}: Pick<AuthToken, "expiresAt">): number {
  return (
    parseDateTime(expiresAt) ??
    failConfig("expiresAt must be a date and time of RFC 3339, with an offset")
  );
}

const paramRules: Rules<CreateTokenParams> = {
  melioAccount: aString,
  idempotencyKey: aString,
};

const callRules: Rules<CallOptions> = {
  ...retryRules,
  signal: {
    expected: "an AbortSignal",
    fits: (value) =>
      value === null ||
      typeof (value as AbortSignal).addEventListener === "function",
  },
  headers: {
    expected: "a record of names and values, or Headers",
    fits: (value) => typeof value === "object",
  },
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
          [accountHeader]: melioAccount,
          [idempotencyKeyHeader]: idempotencyKey,
        },
      },
    });
    if (!response.ok) throw new MelioApiError(call, response, error);
    return { data: (data as PostAuthResponse).data, response, ...call };
  };
  return {
    createToken: (params = {}, options = {}) =>
      createResponsePromise(createToken(params, options)),
  };
}

/** A token for the partner itself can do more than one for an Account: no mistake may ask for it. */
function checkParams(params: CreateTokenParams): CreateTokenParams {
  const owner = "createToken({ melioAccount })";
  const misplaced = Object.keys(Object(params)).find((name) =>
    Object.hasOwn(callRules, name),
  );
  if (typeof params === "object" && misplaced)
    failConfig(`createToken takes ${misplaced} in its second argument`);
  const checked = checkSettings(owner, params, paramRules, failConfig);
  if (Object.hasOwn(params, "melioAccount") && !checked.melioAccount)
    failConfig(
      "melioAccount is undefined; leave it out to mint a token for the partner itself",
    );
  return checked;
}

function createResponsePromise<T>(
  whole: Promise<WithResponse<T>>,
): ResponsePromise<T> {
  const result = whole.then(({ data }) => data);
  return Object.assign(result, {
    withResponse() {
      // Who takes this promise instead must not hear of the other one's rejection as unhandled.
      result.catch(() => {});
      return whole;
    },
  });
}
