import type { ErrorDetails, ErrorResponse } from "../api-types.js";
import { type Call, nameOf } from "../call.js";
import { retryAfterMs } from "../fetch/retry-after.js";
import { errorResponse } from "../generated/contract.js";
import { findMismatch } from "../response-shape.js";
import { excerpt, withoutKey } from "./body-excerpt.js";
import { MelioCallError } from "./melio-error.js";

// Named after RFC 9110, section 15, and RFC 6585.
const kinds = {
  400: "bad_request",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  422: "unprocessable_content",
  429: "too_many_requests",
} as const;

/** See {@link MelioApiError.kind}. */
export type ApiErrorKind =
  | (typeof kinds)[keyof typeof kinds]
  | "redirect"
  | "client_error"
  | "server_error"
  | "unexpected_status";

/**
 * The API answered with a status outside 2xx.
 *
 * `code`, `data` and the message are the server's own where its body is the `ErrorResponse` of the
 * spec; whatever else it sent (a proxy's HTML, say) is in `body`.
 */
export class MelioApiError extends MelioCallError {
  override get name() {
    return "MelioApiError" as const;
  }
  /**
   * The status as a word to branch on. `redirect`: a 3xx, which the client refuses to follow;
   * `server_error`: any 5xx; `client_error`: a 4xx without a word of its own.
   */
  readonly kind: ApiErrorKind;
  /** HTTP status; 0 for a redirect in a browser, which hides the true one. */
  readonly status: number;
  /** The server's own code; upstream does not publish the list. */
  readonly code: string | undefined;
  /** Further facts from the server. */
  readonly data: ErrorDetails["data"];
  /** Headers of the response. */
  readonly headers: Headers;
  /** The first 500 characters of a body that is not an `ErrorResponse`. */
  readonly body: string | undefined;
  /** How long the server asks to wait, in milliseconds, from its `Retry-After` (RFC 9110, 10.2.3). */
  readonly retryAfter: number | undefined;

  /** @internal */
  constructor(call: Call, { status, headers }: Response, rawBody?: unknown) {
    const body = withoutKey(call, rawBody);
    const error = findMismatch(errorResponse, body)
      ? undefined
      : (body as ErrorResponse).error;
    const kind = kindOf(status);
    const said =
      error?.message ??
      (kind === "redirect"
        ? "Refused to follow a redirect"
        : "No ErrorResponse in the body");
    super(
      `${said} (${nameOf(call)} answered ${[status, error?.code].join(" ").trim()})`,
      call,
    );
    this.kind = kind;
    this.status = status;
    this.code = error?.code;
    this.data = error?.data;
    this.headers = headers;
    this.body = error || !body ? undefined : excerpt(body);
    this.retryAfter = retryAfterMs(headers);
  }
}

function kindOf(status: number): ApiErrorKind {
  if (status in kinds) return kinds[status as keyof typeof kinds];
  return (
    (
      {
        0: "redirect",
        3: "redirect",
        4: "client_error",
        5: "server_error",
      } as const
    )[Math.floor(status / 100)] ?? "unexpected_status"
  );
}
