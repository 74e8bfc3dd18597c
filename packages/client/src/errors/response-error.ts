import { type Call, nameOf } from "../call.js";
import { MelioCallError } from "./melio-error.js";

/**
 * A 2xx response whose body is not what the spec says. Not retried: the operation has succeeded.
 * The body is left out, since it may hold a token.
 */
export class MelioResponseError extends MelioCallError {
  override get name() {
    return "MelioResponseError" as const;
  }
  get kind() {
    return "response" as const;
  }
  /** HTTP status, 200 to 299. */
  readonly status: number;
  /** Headers of the response. */
  readonly headers: Headers;

  /** @internal */
  constructor(call: Call, { status, headers }: Response, mismatch: string) {
    super(
      `${nameOf(call)} answered ${status} with an unexpected body: ${mismatch}`,
      call,
    );
    this.status = status;
    this.headers = headers;
  }
}
