import { STATUS_CODES } from "node:http";
import type { Contract } from "./contract.js";
import type { ContractResponse } from "./contract-messages.js";
import { errorResponse } from "./error-response.js";
import type { Violation } from "./violation.js";

/** The document's own code for a status, else one made of its name: `method_not_allowed`. */
export function codeFor(contract: Contract, status: number): string {
  return (
    contract.errorCodes[status] ??
    (STATUS_CODES[status] ?? "unexpected_error")
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, "_")
  );
}

/** The answer to a request that breaks the contract: it names what is wrong. */
export function violationResponse(
  status: number,
  code: string,
  violations: readonly Violation[],
  headers?: Readonly<Record<string, string>>,
): ContractResponse {
  const sentences = violations.map(({ message }) => message).join("; ");
  return errorResponse(
    status,
    {
      code,
      message: `The request breaks the contract: ${sentences}.`,
      data: {
        violations: violations.map(({ location, code, message }) => ({
          location: location.join("."),
          code,
          message,
        })),
      },
    },
    headers,
  );
}
