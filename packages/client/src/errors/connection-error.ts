import type { Call } from "../call.js";
import { MelioCallError } from "./melio-error.js";

/**
 * No (whole) response: the name was not found, the connection was refused or broke off.
 * The `cause` is the runtime's own error; of one
 * that a custom `fetch` throws, name, message and stack without the API key.
 */
export class MelioConnectionError extends MelioCallError {
  override get name() {
    return "MelioConnectionError" as const;
  }
  declare readonly kind: "connection";

  /** @internal */
  constructor(call: Call, error: unknown, isForeign: boolean) {
    // Node's own error says "fetch failed"; why, says its cause.
    const { name, message, stack, cause: inner = error } = Object(error);
    const { code, message: reason } = Object(inner);
    // Anything can be thrown, also what has no text; a DOMException's code is a number.
    const why = [code, reason, error].find((said) => typeof said === "string");
    super(call, `failed: ${call.silence(why ?? "no reason given")}`, {
      kind: "connection",
      // The error of a `fetch` that was given to the client may quote the request.
      cause: isForeign
        ? Object.assign(new Error(), call.silence({ name, message, stack }))
        : error,
    });
  }
}
