import { STATUS_CODES } from "node:http";
import {
  type Answer,
  type ContractResponse,
  errorResponse,
  type Violation,
} from "../messages.js";
import type { Contract } from "../prism/spec.js";

/** The spec's code for a status, or one derived from its name: `method_not_allowed`. */
export function codeFor(contract: Contract, status: number): string {
  return (
    contract.errorCodes[status] ??
    (STATUS_CODES[status] ?? "unexpected_error")
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, "_")
  );
}

/** What is wrong with a part of a request. */
export interface RequestProblem {
  /** The part, such as `["header", "accept"]`. */
  readonly place: readonly string[];
  readonly code: string;
  readonly message: string;
}

/** The violation of the contract by a part of a request. */
export function requestViolation({
  place,
  code,
  message,
}: RequestProblem): Violation {
  return {
    location: ["request", ...place],
    code,
    severity: "error",
    message: message.replace(/\.$/, ""),
  };
}

/** How a violation of the contract is answered. */
export interface ViolationRefusal {
  readonly status: number;
  /** The `code` of the `ErrorResponse`. */
  readonly code: string;
  readonly violations: readonly Violation[];
  readonly headers?: Readonly<Record<string, string>>;
  /** For `error.data`, in addition to the violations. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The answer to a request that violates the contract. It lists the violations. */
export function refuseViolations(refusal: ViolationRefusal): Answer {
  const { violations } = refusal;
  return {
    response: violationResponse("The request violates the contract", refusal),
    outcome: "violation",
    violations,
  };
}

/** @param summary - The start of the message: who violates the contract. */
export function violationResponse(
  summary: string,
  { status, code, violations, headers, data }: ViolationRefusal,
): ContractResponse {
  const reasons = violations.map(({ message }) => message).join("; ");
  const shown = violations.map(({ location, code, message }) => ({
    location,
    code,
    message,
  }));
  return errorResponse(
    status,
    {
      code,
      message: `${summary}: ${reasons}.`,
      data: { ...data, violations: shown },
    },
    headers,
  );
}

/** How a request is answered that keeps the contract, but is rejected for another reason. */
export interface Refusal {
  readonly status: number;
  readonly outcome: Answer["outcome"];
  readonly message: string;
  readonly data?: Record<string, unknown> | Record<string, unknown>[];
}

/** The answer to a request that keeps the contract, but is rejected for another reason. */
export function refusal(
  contract: Contract,
  { status, outcome, message, data }: Refusal,
): Answer {
  const error = { code: codeFor(contract, status), message };
  return {
    response: errorResponse(status, data ? { ...error, data } : error),
    outcome,
    violations: [],
  };
}
