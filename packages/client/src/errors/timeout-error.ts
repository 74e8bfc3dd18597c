import { type Call, nameOf } from "../call.js";
import { MelioCallError } from "./melio-error.js";

/** A `timeout` (one attempt) or the `deadline` (the whole call) has passed. */
export class MelioTimeoutError extends MelioCallError {
  override get name() {
    return "MelioTimeoutError" as const;
  }
  get kind() {
    return "timeout" as const;
  }
  /** Which of the two limits it was. */
  readonly limit: "timeout" | "deadline";
  /** The limit, in milliseconds. */
  readonly limitMs: number;

  /** @internal */
  constructor(call: Call, limit: "timeout" | "deadline", limitMs: number) {
    super(
      `${nameOf(call)} took longer than its ${limit} of ${limitMs} ms`,
      call,
    );
    this.limit = limit;
    this.limitMs = limitMs;
  }
}
