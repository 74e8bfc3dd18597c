import type { Call } from "../call.js";
import { MelioCallError } from "./melio-error.js";

/**
 * No (whole) response: the name was not found, the connection was refused or broke off.
 * The `cause` is the runtime's own error.
 */
export class MelioConnectionError extends MelioCallError {
  override get name() {
    return "MelioConnectionError" as const;
  }
  get kind() {
    return "connection" as const;
  }

  /** @internal */
  constructor(call: Call, cause: unknown) {
    // Node's own error says "fetch failed"; why, says its cause.
    const { code, message } = Object((cause as Error)?.cause ?? cause);
    super(call, `failed: ${code ?? message}`, { cause });
  }
}
