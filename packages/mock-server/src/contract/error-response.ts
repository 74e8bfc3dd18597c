import type { ErrorResponse } from "@melio-platform/types";
import type { ContractResponse } from "./contract-messages.js";

/** A response with the body that upstream gives to every failure. */
export function errorResponse(
  status: number,
  error: ErrorResponse["error"],
  headers?: Readonly<Record<string, string>>,
): ContractResponse {
  const body: ErrorResponse = { error };
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body,
  };
}
