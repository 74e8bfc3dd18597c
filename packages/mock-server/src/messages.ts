import type { ErrorResponse } from "@melio-platform/types";

/** A request that has arrived as a whole. */
export interface IncomingRequest {
  /** Upper case. */
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Without its question mark; empty if there is none. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The host and port that it is meant for, as its URL or its `Host` says; may be wrong or forged. */
  readonly authority: string | undefined;
  /** Lower-case names of the headers that came more than once; {@link headers} joins or drops the others. */
  readonly repeated: readonly string[];
  /** Absent if no byte of a body came, however it was announced. `"too-large"` if it is longer than {@link maxBody}; the rest of it is not read. */
  readonly body: Uint8Array | "too-large" | undefined;
}

/** The largest body that is read, in bytes. */
export const maxBody = 1024 * 1024;

/** A request as the contract sees it: its path has no base path, its header names are lower case. */
export interface ContractRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string | string[]>;
  readonly headers: Record<string, string>;
  /** The parsed body; `undefined` if there is none. */
  readonly body?: unknown;
}

/** A response before it is written as bytes. */
export interface ContractResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One way in which a request or a response differs from the contract. */
export interface Violation {
  /** Where: `["request", "header", "idempotency-key"]`. */
  readonly location: readonly string[];
  /** What Prism calls the rule that was broken: `required`, `minLength`, `401`. */
  readonly code: string;
  /** Only an `error` makes a request invalid; a deprecated parameter is a `warning`. */
  readonly severity: "error" | "warning" | "information" | "hint";
  /** For a person: `Request header must have required property 'idempotency-key'`. */
  readonly message: string;
}

/** A response with the body that upstream gives to every failure. */
export function errorResponse(
  status: number,
  error: ErrorResponse["error"],
  headers?: Readonly<Record<string, string>>,
): ContractResponse {
  const body: ErrorResponse = { error };
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body,
  };
}

/** What is answered to a request, and why. */
export interface Answer {
  readonly response: ContractResponse;
  readonly outcome: Outcome;
  readonly violations: readonly Violation[];
  /** How the answer is spoiled on its way. */
  readonly fault?: Fault | undefined;
}

/** The time that a mock server lives in: the real one, moved by what a test asks for. */
export interface Clock {
  /** Milliseconds since 1970, as `Date.now()`. */
  now(): number;
  /**
   * Moves the clock forward; delays that end before the new time end at once.
   *
   * @param ms - Milliseconds, not negative.
   * @throws RangeError if `ms` is not a number of at least 0, or leads past the year 5138.
   */
  advance(ms: number): void;
}

/** The response with its body as it is sent: text, or bytes. */
export function serialized(response: ContractResponse): ContractResponse {
  const { body } = response;
  return body instanceof Uint8Array ||
    (typeof body === "string" && !isJson(response))
    ? response
    : { ...response, body: toText(response.body) };
}

/** What is sent; a body of text or bytes is taken as it is. */
export function payloadOf({ body }: ContractResponse): string | Uint8Array {
  return typeof body === "string" || body instanceof Uint8Array
    ? body
    : toText(body);
}

function toText(body: unknown): string {
  return body === undefined ? "" : JSON.stringify(body);
}

function isJson({ headers }: ContractResponse): boolean {
  return /json/i.test(headers["content-type"] ?? "");
}

/** What goes wrong with the next request. Without any of it, the fault is the status 500. */
export interface Fault {
  /** Answers with this status, 200 to 599; from 400 on with an `ErrorResponse`, below with an empty body. */
  readonly status?: number;
  /**
   * Answers with this body: a text as it is, anything else as JSON. The status is 200 if none is given.
   * Nothing of it is held against the contract.
   */
  readonly body?: unknown;
  /** Adds these headers to the answer, in place of its own: `{ Location: "https://…" }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The `code` of the `ErrorResponse`. */
  readonly code?: string;
  /** The `message` of the `ErrorResponse`. */
  readonly message?: string;
  /** The `Retry-After` header: seconds as a number, or an HTTP date as a string. Alone, with a 500. */
  readonly retryAfter?: number | string;
  /**
   * Waits this many milliseconds before the answer, or a random time of a range, both ends included:
   * `[100, 500]`. The clock's `advance` shortens the wait.
   */
  readonly delay?: number | readonly [least: number, most: number];
  /** Resets the connection instead of an answer. */
  readonly reset?: boolean;
  /** Sends half of the body, then resets the connection. */
  readonly truncate?: boolean;
  /** Answers with a body that is not JSON, under the `Content-Type` of JSON. */
  readonly malformed?: boolean;
  /** Sends the headers at once and the body in pieces, over this many milliseconds. */
  readonly slowBody?: number;
  /** Answers with this `Content-Type`. */
  readonly contentType?: string;
  /** Answers with an HTML page, as a proxy does; the status is 502 if none is given. */
  readonly html?: boolean;
  /**
   * Whether the request is processed before its answer is spoiled, so that a retry with the same
   * idempotency key is a replay.
   *
   * @default true for `delay`, `truncate`, `malformed`, `slowBody` and `contentType`; false as soon as
   * there is a `status`, `reset`, `html` or `retryAfter`, or none of those
   */
  readonly processed?: boolean;
  /**
   * How many requests it lets pass before the first that it strikes.
   *
   * @default 0
   */
  readonly after?: number;
  /**
   * How many requests it strikes; with a {@link share}, how many it may strike.
   *
   * @default 1
   */
  readonly times?: number;
  /**
   * The probability from 0 to 1 with which it strikes each of the next {@link times} requests.
   *
   * @default 1
   */
  readonly share?: number;
  /** Strikes only requests for this Account. */
  readonly account?: string;
  /** Strikes only requests with this API key, given without a prefix. */
  readonly apiKey?: string;
  /**
   * Strikes only requests for this path, with the base path and without a query: `/v1/auth/token`.
   *
   * @default any path at which the description has an operation for the request's method
   */
  readonly path?: string;
}

/** A share of all requests that is answered with a status, at random. */
export interface RandomFault {
  /** The status, 400 to 599. */
  readonly status: number;
  /** The probability, from 0 to 1. */
  readonly rate: number;
}

/** An answer for a path that the description does not have. */
export interface Stub {
  /** In upper case; that of a `GET` stands for `HEAD` too. */
  readonly method: string;
  /** With the base path; a segment in braces stands for any: `/v1/vendors/{id}`. */
  readonly path: string;
  /**
   * The status, 200 to 599.
   *
   * @default 200
   */
  readonly status?: number;
  /** A text as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Who is answered: whoever sends an access token that this server minted and that has not expired, others
   * get a 401; or with `"none"` everyone.
   *
   * @default "bearer"
   */
  readonly auth?: "bearer" | "none";
}

/** Which requests of the journal are meant; each field that is given must match. */
export interface RequestFilter {
  readonly method?: string;
  /** With the base path, without the query. */
  readonly path?: string;
  readonly account?: string;
  readonly idempotencyKey?: string;
  readonly outcome?: Outcome;
  readonly status?: number;
  /** Only those with a greater `id`: what came since. */
  readonly after?: number;
}

/** A fault that was asked for, and how often it has struck. */
export interface FaultCount {
  readonly fault: Fault;
  /** How many requests it has struck. */
  readonly struck: number;
  /** How many it will still strike, or with a share may strike. */
  readonly left: number;
}

/** What became of a request. */
export type Outcome =
  /** Served anew, a token minted if the operation gives one. */
  | "processed"
  /** Answered as before, since its idempotency key was known. */
  | "replayed"
  /** 409: the first request with its idempotency key was still being processed. */
  | "in-flight"
  /** 422: its idempotency key came before with another request. */
  | "key-reused"
  /** 401: its API key or access token is not known. */
  | "unauthorized"
  /** 403: its API key may not act for the Account. */
  | "forbidden"
  /** It breaks the contract; see its violations. */
  | "violation"
  /** It could not be read as HTTP, or did not end in time; its method and path may be unknown. */
  | "malformed_http"
  /** Passed on to the upstream of `melio-mock proxy`, whose answer it is; see its violations. */
  | "forwarded"
  /** Answered by a stub of the test's. */
  | "stubbed"
  /** Answered by a fault that was asked for, or by chance. */
  | "fault"
  /** The mock server itself failed; never wanted. */
  | "defect";

/** One request that reached the server. */
export interface JournalEntry {
  /** Counts from 1 since the start or the last reset. */
  readonly id: number;
  /** When it came, by the server's clock: RFC 3339, in UTC. */
  readonly time: string;
  /** `?` if the request could not be read that far. */
  readonly method: string;
  /** The path with the base path, without the query; `?` if the request could not be read that far. */
  readonly path: string;
  /** The query without its question mark; empty if there is none. */
  readonly query: string;
  /** Names in lower case; credentials are masked. */
  readonly headers: Readonly<Record<string, string>>;
  readonly idempotencyKey: string | undefined;
  /** Which attempt with this idempotency key it is, from 1; `undefined` without a key. */
  readonly attempt: number | undefined;
  readonly account: string | undefined;
  readonly outcome: Outcome;
  /** The status of the answer; `undefined` if the connection was reset instead. */
  readonly status: number | undefined;
  /** Where it, or its answer, differs from the contract. */
  readonly violations: readonly Violation[];
  /** Time until the answer was ready, in milliseconds. */
  readonly duration: number;
}
