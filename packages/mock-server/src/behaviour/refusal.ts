import type { Contract } from "../contract/contract.js";
import { errorResponse } from "../contract/error-response.js";
import { codeFor } from "../contract/problem.js";
import type { Answer } from "./answer.js";

/** The answer to a request that keeps the contract, and is refused all the same. */
export function refusal(
  contract: Contract,
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
