import { type Caller, callerOf } from "../contract/caller.js";
import {
  type ContractCheckParts,
  createContractCheck,
  type ValidRequest,
} from "../contract/contract-check.js";
import type { IncomingRequest } from "../http/incoming-request.js";
import type { Answer } from "./answer.js";
import { type AuthenticateParts, createAuthenticate } from "./authenticate.js";
import { faultResponse, isProcessed } from "./fault-response.js";
import type { Fault, Faults } from "./faults.js";
import {
  createIdempotent,
  fingerprintOf,
  type IdempotentParts,
} from "./idempotent.js";
import { refusal } from "./refusal.js";
import { createWork, type WorkParts } from "./work.js";

/** What the API is made of. */
export interface ApiParts
  extends ContractCheckParts,
    AuthenticateParts,
    IdempotentParts,
    WorkParts {
  readonly faults: Faults;
}

/**
 * Makes the function that answers a request: first the contract, then who may, then whether the
 * idempotency key is new, and last the work itself. A fault strikes instead of all that, or after it.
 */
export function createApi(
  parts: ApiParts,
): (incoming: IncomingRequest, closing: AbortSignal) => Promise<Answer> {
  const { contract, traitsOf, apiKeys, clock, faults } = parts;
  const checkContract = createContractCheck(parts);
  const authenticate = createAuthenticate(parts);
  const idempotent = createIdempotent(parts);
  const work = createWork(parts);

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
      return struck(fault, {
        outcome: "fault",
        violations: checked.violations,
      });
    }
    if ("outcome" in checked) {
      await pause();
      return fault === undefined ? checked : struck(fault, checked);
    }
    const answer = await serve(incoming, checked, caller, pause);
    return fault === undefined ? answer : struck(fault, answer);
  };

  async function serve(
    { query }: IncomingRequest,
    valid: ValidRequest,
    caller: Caller,
    pause: () => Promise<void> | undefined,
  ): Promise<Answer> {
    const traits = traitsOf(valid.operation);
    const apiKey = authenticate(traits, caller);
    if (typeof apiKey !== "string") {
      await pause();
      return apiKey;
    }
    const authorized = () => workFor(apiKey, caller.account, valid);
    const key = traits.takesIdempotencyKey ? caller.idempotencyKey : undefined;
    if (key === undefined) {
      await pause();
      return authorized();
    }
    const fingerprint = fingerprintOf(valid.request, query, caller, apiKey);
    const request = { key, fingerprint, now: clock.now() };
    return idempotent(request, pause, authorized);
  }

  function workFor(
    apiKey: string,
    account: string | undefined,
    valid: ValidRequest,
  ): Answer {
    if (account === undefined || apiKeys.mayActFor(apiKey, account)) {
      return work(valid);
    }
    const message = "This API key may not act for the given Account.";
    return refusal(contract, 403, "forbidden", message, { account });
  }

  /** What a fault with a status makes of an answer; any other spoils it on its way out. */
  function struck(
    fault: Fault,
    { response, ...rest }: Omit<Answer, "response"> & Partial<Answer>,
  ): Answer {
    const replaced = fault.status !== undefined || fault.html === true;
    return response === undefined || replaced
      ? { ...rest, response: faultResponse(fault, contract), fault }
      : { ...rest, response, fault };
  }
}
