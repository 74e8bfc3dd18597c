import type { ErrorDetails, ErrorResponse } from "./api-types.js";
import type { Call, CallFacts } from "./call.js";
import { errorResponse } from "./generated/contract.js";
import { findMismatch } from "./response-shape.js";
import { retryAfterMs } from "./retry-after.js";

/** Base class of every error of this package. Tell them apart by {@link kind}. */
export abstract class MelioError extends Error {
  /** The class's name, as a literal: minification does not change it. */
  abstract override readonly name: string;
  /** What happened, in a word to branch on. */
  abstract readonly kind: string;

  /** For `JSON.stringify`, which would leave out an error's name and message. */
  toJSON(): object {
    const { name, message } = this;
    return Object.assign({ name, message }, this);
  }
}

/**
 * A setting or an argument is wrong. Thrown before a request is sent, and never retried. If a
 * function returns a wrong API key, it is thrown before the attempt that asked for the key.
 * The message says what was expected, and never contains the value of a secret.
 */
export class MelioConfigError extends MelioError {
  override get name() {
    return "MelioConfigError" as const;
  }
  readonly kind = "config";
}

/** @throws {@link MelioConfigError} unless the condition holds */
export function must(condition: unknown, message: string): asserts condition {
  if (!condition) throw new MelioConfigError(message);
}

/** Base class of the errors that a call can end with once its settings were found to be right. */
export abstract class MelioCallError extends MelioError implements CallFacts {
  readonly method: string;
  readonly url: string;
  readonly idempotencyKey: string | undefined;
  readonly attempts: number;

  /** @internal */
  constructor(call: Call, what: string, options?: ErrorOptions) {
    super(`${call.method} ${call.url} ${what}`, options);
    this.method = call.method;
    this.url = call.url;
    this.idempotencyKey = call.idempotencyKey;
    this.attempts = call.attempts;
  }
}

/** Words for the statuses that the spec tells apart; the rest go by their class. */
const kindsByStatus = {
  400: "bad_request",
  401: "unauthorized",
  403: "forbidden",
  409: "conflict",
  422: "unprocessable",
  429: "rate_limited",
} as const;

/** See {@link MelioApiError.kind}. */
export type ApiErrorKind =
  | (typeof kindsByStatus)[keyof typeof kindsByStatus]
  | "redirect"
  | "client_error"
  | "server_error";

function kindOf(status: number): ApiErrorKind {
  if (status in kindsByStatus)
    return kindsByStatus[status as keyof typeof kindsByStatus];
  if (status < 400) return "redirect";
  return status < 500 ? "client_error" : "server_error";
}

/** In characters. */
const longestExcerpt = 500;

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
  readonly kind: ApiErrorKind;
  /** HTTP status; 0 for a redirect in a browser, which hides the true one. */
  readonly status: number;
  /** The server's own code; upstream does not publish the list. */
  readonly code: string | undefined;
  /** Further facts from the server. */
  readonly data: ErrorDetails["data"];
  /** Headers of the response. */
  readonly headers: Headers;
  /** The first 500 characters of a body that is not an `ErrorResponse`; a redirect's is not read. */
  readonly body: string | undefined;
  /** How long the server asks to wait, in milliseconds, from its `Retry-After` (RFC 9110, 10.2.3). */
  readonly retryAfter: number | undefined;

  /**
   * @internal
   * @param body - parsed JSON or text, already redacted
   */
  constructor(call: Call, response: Response, body: unknown = "") {
    const { status, headers } = response;
    const kind = kindOf(status);
    const details =
      findMismatch(errorResponse, body) === undefined
        ? (body as ErrorResponse).error
        : undefined;
    const reason =
      details?.message ??
      (kind === "redirect"
        ? "no redirect is followed, since the API key would go along"
        : "no ErrorResponse in the body");
    super(call, `answered ${status} ${details?.code ?? kind}: ${reason}`);
    this.kind = kind;
    this.status = status;
    this.code = details?.code;
    this.data = details?.data;
    this.headers = call.redactHeaders(headers);
    this.body = details ? undefined : excerpt(body);
    this.retryAfter = retryAfterMs(headers);
  }
}

const excerpt = (body: unknown): string =>
  (typeof body === "string" ? body : JSON.stringify(body)).slice(
    0,
    longestExcerpt,
  );

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
  readonly kind = "connection";

  /** @internal */
  constructor(call: Call, thrown: unknown) {
    // Anything can be thrown. Node's own error says "fetch failed"; why, says its cause.
    const { name, message, stack, cause: inner = thrown } = Object(thrown);
    const { code, message: reason } = Object(inner);
    const cause = { name, message, stack, cause: { code, message: reason } };
    // A DOMException's code is a number.
    const said = [code, reason, message, thrown].filter(
      (text) => text && typeof text === "string",
    );
    const why = [...new Set(said)].slice(0, 2).join(": ");
    super(call, `failed: ${call.redact(why) || "no reason given"}`, {
      cause: Object.assign(new Error(), call.redact(cause)),
    });
  }
}

/** A `timeout` (one attempt) or the `deadline` (the whole call) has passed. */
export class MelioTimeoutError extends MelioCallError {
  override get name() {
    return "MelioTimeoutError" as const;
  }
  readonly kind = "timeout";
  /** Which of the two limits it was. */
  readonly limit: "timeout" | "deadline";

  /** @internal */
  constructor(call: Call, limit: "timeout" | "deadline", milliseconds: number) {
    super(call, `took longer than its ${limit} of ${milliseconds} ms`);
    this.limit = limit;
  }
}

/**
 * A 2xx response whose body is not what the spec says. Not retried: the operation has succeeded.
 * The body is left out, since it may hold a token.
 */
export class MelioResponseError extends MelioCallError {
  override get name() {
    return "MelioResponseError" as const;
  }
  readonly kind = "response";
  /** HTTP status, 200 to 299. */
  readonly status: number;
  /** Headers of the response. */
  readonly headers: Headers;

  /** @internal */
  constructor(call: Call, { status, headers }: Response, mismatch: string) {
    super(call, `answered ${status}, but body${mismatch}`);
    this.status = status;
    this.headers = call.redactHeaders(headers);
  }
}

/** Every error that this package throws; `kind` tells them apart, also to the type checker. */
export type AnyMelioError =
  | MelioApiError
  | MelioConfigError
  | MelioConnectionError
  | MelioResponseError
  | MelioTimeoutError;

/** The compiler asks for each name of the union here, and for no other. */
const errorNames: Record<AnyMelioError["name"], true> = {
  MelioApiError: true,
  MelioConfigError: true,
  MelioConnectionError: true,
  MelioResponseError: true,
  MelioTimeoutError: true,
};

/**
 * Whether an error is this package's, also when it comes from another copy of it, which
 * `instanceof` would not know. A call that its `signal` aborted is not: it rejects with the signal's
 * reason, an `Error` whose `name` is `"AbortError"` unless `abort()` was given another.
 */
export const isMelioError = (error: unknown): error is AnyMelioError =>
  Object.hasOwn(errorNames, Object(error).name);
