import { type Call, nameOf } from "../call.js";
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
    super(
      `${nameOf(call)} got no complete response: ${reasonOf(cause)}`,
      call,
      { cause },
    );
  }
}

/** Node hides the reason in the cause's cause: `fetch failed` says nothing, `ECONNREFUSED` does. */
function reasonOf(cause: unknown): string {
  const {
    cause: inner,
    code,
    message,
  } = (cause ?? {}) as Partial<Error & { code: string }>;
  return inner ? reasonOf(inner) : message || code || String(cause);
}
