import type { Call } from "../call.js";
import { MelioCallError } from "./melio-error.js";

/**
 * A 2xx response whose body is not what the spec says. Not retried: the operation has succeeded.
 * The body is left out, since it may hold a token.
 */
export class MelioResponseError extends MelioCallError {
  override get name() {
    return "MelioResponseError" as const;
  }
  declare readonly kind: "response";
  /** HTTP status, 200 to 299. */
  declare readonly status: number;
  /** Headers of the response. */
  declare readonly headers: Headers;

  /** @internal */
  constructor(call: Call, { status, headers }: Response, mismatch: string) {
    super(call, `answered ${status}, but body${mismatch}`, {
      kind: "response",
      status,
      headers: call.silenceHeaders(headers),
    });
  }
}
