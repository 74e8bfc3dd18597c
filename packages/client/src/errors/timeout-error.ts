import type { Call } from "../call.js";
import { MelioCallError } from "./melio-error.js";

/** A `timeout` (one attempt) or the `deadline` (the whole call) has passed. */
export class MelioTimeoutError extends MelioCallError {
  override get name() {
    return "MelioTimeoutError" as const;
  }
  declare readonly kind: "timeout";
  /** Which of the two limits it was. */
  declare readonly limit: "timeout" | "deadline";

  /** @internal */
  constructor(call: Call, limit: "timeout" | "deadline", milliseconds: number) {
    super(call, `took longer than its ${limit} of ${milliseconds} ms`, {
      kind: "timeout",
      limit,
    });
  }
}
