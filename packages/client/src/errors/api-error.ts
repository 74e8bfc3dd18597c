import type { ErrorDetails, ErrorResponse } from "../api-types.js";
import type { Call } from "../call.js";
import { retryAfterMs } from "../fetch/retry-after.js";
import { errorResponse } from "../generated/contract.js";
import { findMismatch } from "../response-shape.js";
import { MelioCallError } from "./melio-error.js";

/** Words for the statuses that the spec tells apart; the rest go by their class. */
const kinds = {
  400: "bad_request",
  401: "unauthorized",
  403: "forbidden",
  409: "conflict",
  422: "unprocessable",
  429: "rate_limited",
} as const;

/** See {@link MelioApiError.kind}. */
export type ApiErrorKind =
  | (typeof kinds)[keyof typeof kinds]
  | "redirect"
  | "client_error"
  | "server_error";

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
   * `server_error`: 500 and above; `client_error`: a 4xx without a word of its own.
   */
  declare readonly kind: ApiErrorKind;
  /** HTTP status; 0 for a redirect in a browser, which hides the true one. */
  declare readonly status: number;
  /** The server's own code; upstream does not publish the list. */
  declare readonly code: string | undefined;
  /** Further facts from the server. */
  declare readonly data: ErrorDetails["data"];
  /** Headers of the response. */
  declare readonly headers: Headers;
  /** The first 500 characters of a body that is not an `ErrorResponse`; a redirect's is not read. */
  declare readonly body: string | undefined;
  /** How long the server asks to wait, in milliseconds, from its `Retry-After` (RFC 9110, 10.2.3). */
  declare readonly retryAfter: number | undefined;

  /** @internal */
  constructor(call: Call, { status, headers }: Response, said: unknown = "") {
    const body = said;
    const known = !findMismatch(errorResponse, body);
    const { code, message, data } = (
      known ? (body as ErrorResponse).error : {}
    ) as Partial<ErrorDetails>;
    const kind = kindOf(status);
    super(
      call,
      `answered ${status} ${code ?? kind}: ${message ?? (kind === "redirect" ? "no redirect is followed, since the API key would go along" : "no ErrorResponse in the body")}`,
      {
        kind,
        status,
        code,
        data,
        headers: call.silenceHeaders(headers),
        body: known ? undefined : excerpt(body),
        retryAfter: retryAfterMs(headers),
      },
    );
  }
}

const excerpt = (body: unknown) =>
  (typeof body === "string" ? body : JSON.stringify(body)).slice(0, 500);

const kindOf = (status: number): ApiErrorKind =>
  kinds[status as keyof typeof kinds] ??
  (status < 400 ? "redirect" : `${status < 500 ? "client" : "server"}_error`);
