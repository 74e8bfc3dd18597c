import type { Caller } from "../contract/caller.js";
import type { Contract } from "../contract/contract.js";
import type { ContractRequest } from "../contract/contract-messages.js";
import type { Answer } from "./answer.js";
import type { Fingerprint, IdempotencyStore } from "./idempotency-store.js";
import { refusal } from "./refusal.js";

/** What keeps a request from being done twice. */
export interface IdempotentParts {
  readonly contract: Contract;
  readonly idempotency: IdempotencyStore;
}

/** A request under its idempotency key. */
export interface KeyedRequest {
  readonly key: string;
  readonly fingerprint: Fingerprint;
  /** By the server's clock, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * Makes the function that does a request's work once for its idempotency key, as the IETF draft "The
 * Idempotency-Key HTTP Header Field" has it.
 */
export function createIdempotent({
  contract,
  idempotency,
}: IdempotentParts): (
  request: KeyedRequest,
  pause: () => Promise<void> | undefined,
  work: () => Answer,
) => Promise<Answer> {
  return async ({ key, fingerprint, now }, pause, work) => {
    const state = idempotency.begin(key, fingerprint, now);
    // The key is reserved from here on: an equal request that comes during the pause finds it in flight.
    await pause();
    switch (state.kind) {
      case "in-flight":
        return refusal(
          contract,
          409,
          "in-flight",
          "A request with this idempotency key is still being processed.",
        );
      case "reused":
        return refusal(
          contract,
          422,
          "key-reused",
          `This idempotency key was used with another request; it differs in ${state.differences.join(" and ")}.`,
          { differs: state.differences },
        );
      case "done": {
        const { response } = state;
        const headers = { ...response.headers, "idempotent-replayed": "true" };
        return {
          response: { ...response, headers },
          outcome: "replayed",
          violations: [],
        };
      }
      case "new":
        try {
          const answer = work();
          if (isReplayed(answer.response.status))
            state.complete(answer.response);
          else state.release();
          return answer;
        } catch (error) {
          state.release();
          throw error;
        }
    }
  };
}

/** A failure to authenticate and a rate limit come before the work, so a retry starts it anew. */
function isReplayed(status: number): boolean {
  return status !== 401 && status !== 429;
}

/** What must be the same when an idempotency key is used again, named as a reader knows it. */
export function fingerprintOf(
  { method, path, body }: ContractRequest,
  query: string,
  { account }: Caller,
  apiKey: string,
): Fingerprint {
  return {
    method,
    path,
    account: account ?? "",
    "API key": apiKey,
    query,
    body: body === undefined ? "" : JSON.stringify(body),
  };
}
