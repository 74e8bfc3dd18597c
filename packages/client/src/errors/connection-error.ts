import type { Call } from "../call.js";
import { MelioCallError } from "./melio-error.js";

/**
 * No (whole) response: the name was not found, the connection was refused or broke off.
 * The `cause` has name, message and stack of what `fetch` threw; its own `cause` has code and message
 * of what that was caused by, such as `ECONNREFUSED`; all without the API key. The thrown object itself
 * is not kept: it may hold what was sent and received, as Node's parser error does.
 */
export class MelioConnectionError extends MelioCallError {
  override get name() {
    return "MelioConnectionError" as const;
  }
  declare readonly kind: "connection";

  /** @internal */
  constructor(call: Call, error: unknown) {
    // Node's own error says "fetch failed"; why, says its cause.
    const { name, message, stack, cause: inner = error } = Object(error);
    const { code, message: reason } = Object(inner);
    // Anything can be thrown, also what has no text; a DOMException's code is a number.
    const said = [code, reason, message, error].filter(
      (text) => text && typeof text === "string",
    );
    const why = [...new Set(said)].slice(0, 2).join(": ");
    super(call, `failed: ${call.silence(why) || "no reason given"}`, {
      kind: "connection",
      cause: Object.assign(
        new Error(),
        call.silence({
          name,
          message,
          stack,
          cause: { code, message: reason },
        }),
      ),
    });
  }
}
