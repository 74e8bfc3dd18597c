import type { ContractResponse } from "../contract/contract-messages.js";
import { errorResponse } from "../contract/error-response.js";

/** The answer when the mock server itself fails: a defect of it, and said to be one. */
export function crashResponse(error: unknown): ContractResponse {
  return errorResponse(500, {
    code: "mock_server_defect",
    message: `The mock server failed, not your request: ${error instanceof Error ? error.message : String(error)}`,
  });
}
