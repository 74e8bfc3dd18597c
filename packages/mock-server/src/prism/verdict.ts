import type { ContractResponse } from "../contract/contract-messages.js";
import type { Violation } from "../contract/violation.js";
import type { Operation } from "./operations.js";

/** What Prism says to a request. */
export type Verdict =
  | {
      readonly kind: "answer";
      readonly operation: Operation;
      readonly violations: readonly Violation[];
      /** The response that Prism chose among those that the operation describes. */
      readonly response: ContractResponse;
    }
  | {
      /** No response could be chosen: no such path or method, nothing acceptable. */
      readonly kind: "problem";
      readonly code: string;
      readonly status: number;
      readonly message: string;
    };
