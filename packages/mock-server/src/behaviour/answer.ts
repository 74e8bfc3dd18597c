import type { ContractResponse } from "../contract/contract-messages.js";
import type { Violation } from "../contract/violation.js";
import type { Fault } from "./faults.js";
import type { Outcome } from "./journal.js";

/** What is answered to a request, and why. */
export interface Answer {
  readonly response: ContractResponse;
  readonly outcome: Outcome;
  readonly violations: readonly Violation[];
  /** How the answer is spoiled on its way. */
  readonly fault?: Fault | undefined;
}
