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
  declare readonly kind: "connection";

  /** @internal */
  constructor(call: Call, error: unknown) {
    // Node's own error says "fetch failed"; why, says its cause.
    const { stack = "", cause = error } = Object(error);
    const { code, message } = Object(cause);
    // A `fetch` that was given to the client may quote the request.
    const quotesKey = call.silence(stack) !== stack;
    super(call, `failed: ${call.silence(code ?? message ?? "")}`, {
      kind: "connection",
      cause: quotesKey ? undefined : error,
    });
  }
}
