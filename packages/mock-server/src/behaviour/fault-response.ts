import type { Contract } from "../contract/contract.js";
import type { ContractResponse } from "../contract/contract-messages.js";
import { errorResponse } from "../contract/error-response.js";
import { codeFor } from "../contract/problem.js";
import type { Fault } from "./faults.js";

/** Whether a request with this fault is processed before its answer is spoiled. */
export function isProcessed(fault: Fault): boolean {
  return (
    fault.processed ??
    !(
      fault.status !== undefined ||
      fault.reset === true ||
      fault.html === true ||
      fault.retryAfter !== undefined ||
      !spoils(fault)
    )
  );
}

/** A fault that says only how often or whom it strikes is a plain 500. */
function spoils({
  delay,
  truncate,
  malformed,
  slowBody,
  contentType,
}: Fault): boolean {
  return [delay, truncate, malformed, slowBody, contentType].some(
    (value) => value !== undefined && value !== false,
  );
}

/** The answer of a fault whose request is not processed, before it is spoiled further. */
export function faultResponse(
  fault: Fault,
  contract: Contract,
): ContractResponse {
  const status = fault.status ?? (fault.html ? 502 : 500);
  return errorResponse(status, {
    code: codeFor(contract, status),
    message: `This ${status} was asked of the mock server.`,
  });
}
