import type { AuthToken, PostAuthResponse } from "./api-types.js";
import { Call } from "./call.js";
import { MelioApiError } from "./errors/api-error.js";
import { accountHeader, idempotencyKeyHeader } from "./generated/contract.js";
import type { MelioHttp, RequestMethod } from "./http.js";
import type { CallOptions } from "./options.js";
import {
  createResponsePromise,
  type ResponsePromise,
} from "./response-promise.js";

/** What {@link MelioAuth.createToken} takes: the operation's header parameters. */
export interface CreateTokenParams {
  /** ID of the Account that the token acts for: the `Melio-Account` header. */
  melioAccount?: string | undefined;
  /**
   * Key that makes the call safe to repeat: the `Idempotency-Key` header. Give your own to repeat a
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

export function createAuth(http: MelioHttp): MelioAuth {
  const request = http.request as unknown as RequestMethod;
  const postAuthToken = async (
    { melioAccount, idempotencyKey }: CreateTokenParams,
    options: CallOptions,
  ) => {
    const header = {
      [accountHeader]: melioAccount,
      [idempotencyKeyHeader]: idempotencyKey,
    };
    const call = new Call();
    const { data, error, response } = await request(
      "POST",
      "/auth/token",
      { ...options, params: { header } },
      call,
    );
    if (!response.ok) throw new MelioApiError(call, response, error);
    return { data: (data as PostAuthResponse).data, response, ...call };
  };
  return {
    createToken: (params = {}, options = {}) =>
      createResponsePromise(postAuthToken(params, options)),
  };
}
