import type { Answer } from "./answer.js";
import type { ApiKeys } from "./api-keys.js";
import { type Caller, callerOf } from "./caller.js";
import type { ServerClock } from "./clock.js";
import {
  type ContractCheckParts,
  createContractCheck,
  type ValidRequest,
} from "./contract-check.js";
import type { ContractResponse } from "./contract-messages.js";
import { errorResponse } from "./error-response.js";
import { faultResponse, isProcessed } from "./fault-response.js";
import type { Fault, Faults } from "./faults.js";
import { withFreshToken } from "./fresh-token.js";
import type { IdempotencyStore } from "./idempotency-store.js";
import type { IncomingRequest } from "./incoming-request.js";
import { codeFor } from "./problem.js";
import { serialized } from "./serialized.js";
import type { TokenMint } from "./token-mint.js";

/** What the API is made of. */
export interface ApiParts extends ContractCheckParts {
  readonly apiKeys: ApiKeys;
  readonly clock: ServerClock;
  readonly faults: Faults;
  readonly idempotency: IdempotencyStore;
  readonly mint: TokenMint;
}

/**
 * Makes the function that answers a request: first the contract, then who may, then whether the
 * idempotency key is new, and last the work itself.
 */
export function createApi(
  parts: ApiParts,
): (incoming: IncomingRequest, closing: AbortSignal) => Promise<Answer> {
  const {
    contract,
    judge,
    traitsOf,
    apiKeys,
    clock,
    faults,
    idempotency,
    mint,
  } = parts;
  const checkContract = createContractCheck(parts);

  function refuse(
    status: number,
    outcome: Answer["outcome"],
    message: string,
    data?: Record<string, unknown>,
  ): Answer {
    const error = { code: codeFor(contract, status), message };
    return {
      response: errorResponse(status, data ? { ...error, data } : error),
      outcome,
      violations: [],
    };
  }

  /** The API key that a request counts under; empty if it needs none, an answer if it is not known. */
  function authenticate(valid: ValidRequest, caller: Caller): string | Answer {
    if (caller.apiKey !== undefined && contract.headers.apiKey !== undefined) {
      return (
        apiKeys.identify(caller.apiKey) ??
        refuse(
          401,
          "unauthorized",
          "This API key is not one of those that the mock server was started with (option apiKeys).",
        )
      );
    }
    const bearer = /^bearer (\S+)$/i.exec(caller.authorization ?? "")?.[1];
    if (!traitsOf(valid.operation).takesAccessToken || bearer === undefined) {
      return "";
    }
    const expiry = mint.expiryOf(bearer);
    if (expiry !== undefined && expiry > clock.now()) return "";
    return refuse(
      401,
      "unauthorized",
      expiry === undefined
        ? "This access token was not minted by this mock server."
        : "This access token has expired.",
    );
  }

  /** The work of a request that is neither refused nor a replay. */
  function work({ operation, response, preference }: ValidRequest): Answer {
    const fresh: ContractResponse =
      preference.exampleKey === undefined
        ? {
            ...response,
            body: withFreshToken(response.body, () => mint.mint(clock.now())),
          }
        : response;
    return {
      // As text it takes a fraction of the memory in which it is kept for a replay.
      response: serialized(fresh),
      outcome: "processed",
      violations: judge.checkResponse(operation, fresh),
    };
  }

  function workFor(
    apiKey: string,
    account: string | undefined,
    valid: ValidRequest,
  ): Answer {
    return account === undefined || apiKeys.mayActFor(apiKey, account)
      ? work(valid)
      : refuse(
          403,
          "forbidden",
          "This API key may not act for the given Account.",
          { account },
        );
  }

  async function serve(
    incoming: IncomingRequest,
    valid: ValidRequest,
    caller: Caller,
    pause: () => Promise<void> | undefined,
  ): Promise<Answer> {
    const apiKey = authenticate(valid, caller);
    if (typeof apiKey !== "string") return apiKey;

    const key = traitsOf(valid.operation).takesIdempotencyKey
      ? caller.idempotencyKey
      : undefined;
    const state =
      key === undefined
        ? undefined
        : idempotency.begin(
            key,
            fingerprintOf(incoming, valid, caller, apiKey),
            clock.now(),
          );
    const wait = pause();
    if (wait !== undefined) await wait;

    switch (state?.kind) {
      case "in-flight":
        return refuse(
          409,
          "in-flight",
          "A request with this idempotency key is still being processed.",
        );
      case "reused":
        return refuse(
          422,
          "key-reused",
          `This idempotency key was used with another request; it differs in ${state.differences.join(" and ")}.`,
          { differs: state.differences },
        );
      case "done":
        return {
          response: {
            ...state.response,
            headers: {
              ...state.response.headers,
              "idempotent-replayed": "true",
            },
          },
          outcome: "replayed",
          violations: [],
        };
    }

    try {
      const answer = workFor(apiKey, caller.account, valid);
      if (isReplayed(answer.response.status)) state?.complete(answer.response);
      else state?.release();
      return answer;
    } catch (error) {
      state?.release();
      throw error;
    }
  }

  return async (incoming, closing) => {
    const caller = callerOf(incoming.headers, contract);
    const fault = faults.take({
      account: caller.account,
      apiKey: caller.apiKey && apiKeys.identify(caller.apiKey),
    });
    const pause = () =>
      fault?.delay === undefined ? undefined : clock.wait(fault.delay, closing);
    const checked = await checkContract(incoming, caller);

    if (fault !== undefined && !isProcessed(fault)) {
      await pause();
      const { violations } = checked;
      const response = faultResponse(fault, contract);
      return { response, outcome: "fault", violations, fault };
    }
    if ("outcome" in checked) {
      await pause();
      return withFault(checked, fault);
    }
    const answer = await serve(incoming, checked, caller, pause);
    return withFault(answer, fault);
  };
}

function withFault(answer: Answer, fault: Fault | undefined): Answer {
  return fault === undefined ? answer : { ...answer, fault };
}

/** A failure to authenticate and a rate limit come before the work, so a retry starts it anew. */
function isReplayed(status: number): boolean {
  return status !== 401 && status !== 429;
}

/** What must be the same when an idempotency key is used again, named as a reader knows it. */
function fingerprintOf(
  { query }: IncomingRequest,
  { request }: ValidRequest,
  caller: Caller,
  apiKey: string,
): Record<string, string> {
  return {
    method: request.method,
    path: request.path,
    account: caller.account ?? "",
    "API key": apiKey,
    query,
    body: request.body === undefined ? "" : JSON.stringify(request.body),
  };
}
