import type { ErrorDetails, ErrorResponse } from "./api-types.js";
import type { Call, CallFacts } from "./call.js";
import { errorResponse } from "./generated/contract.js";
import { findMismatch, retryAfterMs } from "./response.js";

/** Base class of all errors of this package. Use {@link kind} to tell them apart. */
export abstract class MelioError extends Error {
  /** The name of the class, as a literal that minification does not change. */
  abstract override readonly name: string;
  /** What happened, as a word to branch on. */
  abstract readonly kind: string;

  /** Keeps name and message in the output of `JSON.stringify`, which otherwise drops them. */
  toJSON(): object {
    const { name, message } = this;
    return Object.assign({ name, message }, this);
  }
}

/**
 * A setting or an argument is invalid. Thrown before a request is sent, and never retried. If your
 * `apiKey` function returns an invalid key, it is thrown before the attempt that called the function; if your
 * `fetch` returns something other than a `Response`, after that.
 * The message says what is expected, and never contains the value of a secret.
 */
export class MelioConfigError extends MelioError {
  override get name() {
    return "MelioConfigError" as const;
  }
  readonly kind = "config";
}

/** @throws {@link MelioConfigError} unless the condition holds */
export function must(condition: unknown, message: string): asserts condition {
  if (!condition) failConfig(message);
}

export function failConfig(message: string): never {
  throw new MelioConfigError(message);
}

/** Base class of the errors of a call whose settings are valid. */
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

/** Statuses that have a word of their own. The others are named by their class. */
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
 * The API returned a status outside 2xx.
 *
 * If the body is the spec's `ErrorResponse`, `code`, `data` and the message come from the server.
 * Any other body, such as a proxy's HTML, is in `body`.
 */
export class MelioApiError extends MelioCallError {
  override get name() {
    return "MelioApiError" as const;
  }
  /**
   * The status as a word to branch on. `redirect`: a 3xx, which the client does not follow.
   * `server_error`: 500 and above. `client_error`: any other 4xx.
   */
  readonly kind: ApiErrorKind;
  /** HTTP status. In a browser, 0 for a redirect, because browsers hide its status. */
  readonly status: number;
  /** The server's own code. Melio publishes no list of codes. */
  readonly code: string | undefined;
  /** Further details from the server. */
  readonly data: ErrorDetails["data"];
  /** Headers of the response. */
  readonly headers: Headers;
  /** The first 500 characters of a body that is not an `ErrorResponse`. A redirect's body is not read. */
  readonly body: string | undefined;
  /** How long the server asks you to wait, in milliseconds, from `Retry-After` (RFC 9110, 10.2.3). */
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
        ? "redirects are not followed, because they would carry the API key along"
        : "the body is not an ErrorResponse");
    super(call, `returned ${status} ${details?.code ?? kind}: ${reason}`);
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
 * No complete response arrived: the hostname was not found, or the connection was refused or lost.
 *
 * `cause` has the name, message and stack of the error that `fetch` threw. Its own `cause` has the
 * code and message of the underlying error, such as `ECONNREFUSED`. The API key is removed from all of
 * them. The thrown object itself is not kept: it may contain what was sent and received, as Node's
 * parser error does.
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

/** An attempt took longer than `timeout`, or the whole call took longer than `deadline`. */
export class MelioTimeoutError extends MelioCallError {
  override get name() {
    return "MelioTimeoutError" as const;
  }
  readonly kind = "timeout";
  /** The limit that was exceeded. */
  readonly limit: "timeout" | "deadline";

  /** @internal */
  constructor(call: Call, limit: "timeout" | "deadline", milliseconds: number) {
    super(call, `exceeded its ${limit} of ${milliseconds} ms`);
    this.limit = limit;
  }
}

/**
 * A 2xx response whose body does not match the spec, or has more than 10 MB. It is not retried, because the operation has
 * succeeded. The body is left out, because it may contain a token.
 */
export class MelioResponseError extends MelioCallError {
  override get name() {
    return "MelioResponseError" as const;
  }
  readonly kind = "response";
  /** HTTP status, from 200 to 299. */
  readonly status: number;
  /** Headers of the response. */
  readonly headers: Headers;

  /** @internal */
  constructor(call: Call, { status, headers }: Response, mismatch: string) {
    super(call, `returned ${status}, but body${mismatch}`);
    this.status = status;
    this.headers = call.redactHeaders(headers);
  }
}

/** Every error that this package throws, as a union that TypeScript narrows by `kind`. */
export type AnyMelioError =
  | MelioApiError
  | MelioConfigError
  | MelioConnectionError
  | MelioResponseError
  | MelioTimeoutError;

/** The compiler checks that these are the names of the union, and no others. */
const errorNames: Record<AnyMelioError["name"], true> = {
  MelioApiError: true,
  MelioConfigError: true,
  MelioConnectionError: true,
  MelioResponseError: true,
  MelioTimeoutError: true,
};

/**
 * Returns whether an error comes from this package. Unlike `instanceof`, it also recognizes the errors
 * of another copy of the package. If your `signal` aborts a call, the call rejects with the signal's
 * reason instead: an `Error` named `"AbortError"`, unless you passed another reason to `abort()`.
 */
export const isMelioError = (error: unknown): error is AnyMelioError =>
  Object.hasOwn(errorNames, Object(error).name);
