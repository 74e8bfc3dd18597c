import type { ErrorResponse } from "@melio-platform/types";

/** A complete request. */
export interface IncomingRequest {
  /** Upper case. */
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Without the question mark. Empty if there is none. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The target host and port, from the URL or `Host`. May be wrong or forged. */
  readonly authority: string | undefined;
  /** Lower-case names of the headers that were sent more than once. {@link headers} joins or drops the others. */
  readonly repeated: readonly string[];
  /**
   * `undefined` if no byte of a body arrived, whatever the headers say. `"too-large"` if it is longer than
   * {@link maxBody}: the rest is not read.
   */
  readonly body: Uint8Array | "too-large" | undefined;
}

/** The largest body that the server reads, in bytes. */
export const maxBody = 1024 * 1024;

/** A request in terms of the contract: without the base path, with lower-case header names. */
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
  /** The `Set-Cookie` headers, which cannot be joined to one. */
  readonly cookies?: readonly string[];
  readonly body: unknown;
}

/** One way in which a request or a response violates the contract. */
export interface Violation {
  /** The place: `["request", "header", "idempotency-key"]`. */
  readonly location: readonly string[];
  /** Prism's name for the violated rule: `required`, `minLength`, `401`. */
  readonly code: string;
  /** Only an `error` makes a request invalid. A deprecated parameter is a `warning`. */
  readonly severity: "error" | "warning" | "information" | "hint";
  /** For people to read: `Request header must have required property 'idempotency-key'`. */
  readonly message: string;
}

/** A response with an `ErrorResponse` as its body, as upstream sends for every failure. */
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

/** The answer to a request, and the reason for it. */
export interface Answer {
  readonly response: ContractResponse;
  readonly outcome: Outcome;
  readonly violations: readonly Violation[];
  /** The fault that spoils the answer. */
  readonly fault?: Fault | undefined;
}

/** The clock of a mock server: the real time, plus whatever a test has added. */
export interface Clock {
  /** Returns the time in milliseconds since 1970, like `Date.now()`. */
  now(): number;
  /**
   * Moves the clock forward. Delays that end before the new time end at once.
   *
   * @param ms - Milliseconds, 0 or more.
   * @throws RangeError if `ms` is not a number of at least 0, or leads past the year 5138.
   */
  advance(ms: number): void;
}

/** Returns the response with its body serialized, as text or bytes. */
export function serialized(response: ContractResponse): ContractResponse {
  const { body } = response;
  return body instanceof Uint8Array ||
    (typeof body === "string" && !isJson(response))
    ? response
    : { ...response, body: toText(response.body) };
}

/** Returns the bytes or text to send. A body of text or bytes stays unchanged. */
export function payloadOf({ body }: ContractResponse): string | Uint8Array {
  return typeof body === "string" || body instanceof Uint8Array
    ? body
    : toText(body);
}

/** Parses a text as JSON. Any other text stays as it is. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Lower-case names of the headers that belong to one connection (RFC 9110, section 7.6.1). */
export const connectionHeaders: readonly string[] = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

function toText(body: unknown): string {
  return body === undefined ? "" : JSON.stringify(body);
}

function isJson({ headers }: ContractResponse): boolean {
  return /json/i.test(headers["content-type"] ?? "");
}

/** What goes wrong with a request. An empty fault returns 500. */
export interface Fault {
  /** Returns this status, 200 to 599: with an `ErrorResponse` from 400 up, with an empty body below. */
  readonly status?: number;
  /**
   * Returns this body: a string unchanged, any other value as JSON. The status is 200 unless you set it.
   * The body is not checked against the contract.
   */
  readonly body?: unknown;
  /** Adds these headers to the response, or replaces them: `{ Location: "https://…" }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The `code` of the `ErrorResponse`. */
  readonly code?: string;
  /** The `message` of the `ErrorResponse`. */
  readonly message?: string;
  /**
   * The `Retry-After` header: seconds as a number, or an HTTP date as a string. The status is 500 unless you
   * set it.
   */
  readonly retryAfter?: number | string;
  /**
   * Waits before the response: a number of milliseconds, or a random time from a range such as `[100, 500]`.
   * The clock's `advance` shortens the wait.
   */
  readonly delay?: number | readonly [least: number, most: number];
  /** Resets the connection instead of responding. */
  readonly reset?: boolean;
  /** Sends half of the body, then resets the connection. */
  readonly truncate?: boolean;
  /** Returns a body that is not JSON, with the `Content-Type` of JSON. */
  readonly malformed?: boolean;
  /** Sends the headers at once, and the body in parts over this many milliseconds. */
  readonly slowBody?: number;
  /** Returns this `Content-Type`. */
  readonly contentType?: string;
  /** Returns an HTML page, as a proxy does. The status is 502 unless you set it. */
  readonly html?: boolean;
  /**
   * Whether the server processes the request before it spoils the answer. Then a retry with the same
   * idempotency key is a replay.
   *
   * @default true for `delay`, `truncate`, `malformed`, `slowBody` and `contentType`; false if there is
   * a `status`, `reset`, `html` or `retryAfter`, or none of those
   */
  readonly processed?: boolean;
  /**
   * How many requests pass before the fault strikes.
   *
   * @default 0
   */
  readonly after?: number;
  /**
   * How many requests the fault strikes. With a {@link share}, how many it may strike.
   *
   * @default 1
   */
  readonly times?: number;
  /**
   * The probability, from 0 to 1, that the fault strikes each of the next {@link times} requests.
   *
   * @default 1
   */
  readonly share?: number;
  /** Strikes only requests for this Account. */
  readonly account?: string;
  /** Strikes only requests with this API key. Pass it without a prefix. */
  readonly apiKey?: string;
  /**
   * Strikes only requests to this path. Include the base path, but no query: `/v1/auth/token`.
   *
   * @default any path that has an operation for the request's method
   */
  readonly path?: string;
}

/** A share of all requests that fails at random with a status. */
export interface RandomFault {
  /** The status, 400 to 599. */
  readonly status: number;
  /** The probability, from 0 to 1. */
  readonly rate: number;
}

/** A response for a path that the spec does not have. */
export interface Stub {
  /** In upper case. A stub for `GET` also answers `HEAD`. */
  readonly method: string;
  /** Includes the base path. A segment in braces matches any value: `/v1/vendors/{id}`. */
  readonly path: string;
  /**
   * The status, 200 to 599.
   *
   * @default 200
   */
  readonly status?: number;
  /** A string is sent unchanged, any other value as JSON. */
  readonly body?: unknown;
  /** Headers of the response. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Who gets the response. `"bearer"`: requests with an access token that this server minted and that has not
   * expired; all others get a 401. `"none"`: every request.
   *
   * @default "bearer"
   */
  readonly auth?: "bearer" | "none";
}

/** Selects requests of the journal. Every field that you set must match. */
export interface RequestFilter {
  readonly method?: string;
  /** Includes the base path, but no query. */
  readonly path?: string;
  readonly account?: string;
  readonly idempotencyKey?: string;
  readonly outcome?: Outcome;
  readonly status?: number;
  /** Only requests with a greater `id`: those that arrived later. */
  readonly after?: number;
}

/** A fault, and how often it has struck. */
export interface FaultCount {
  readonly fault: Fault;
  /** How many requests it has struck. */
  readonly struck: number;
  /** How many more requests it will strike, or may strike if it has a share. */
  readonly left: number;
}

/** The outcome of a request. */
export type Outcome =
  /** The operation was performed. If it mints a token, the token is new. */
  | "processed"
  /** The first answer was sent again, because the idempotency key was known. */
  | "replayed"
  /** 409: the first request with this idempotency key was still being processed. */
  | "in-flight"
  /** 422: the idempotency key had been used with another request. */
  | "key-reused"
  /** 401: the API key or the access token is unknown. */
  | "unauthorized"
  /** 403: the API key may not act for the Account. */
  | "forbidden"
  /** The request violates the contract. See its violations. */
  | "violation"
  /** The request could not be read as HTTP, or did not end in time. Its method and path may be unknown. */
  | "malformed_http"
  /** `melio-mock proxy` passed the request on to its upstream. See its violations. */
  | "forwarded"
  /** A stub answered. */
  | "stubbed"
  /** A fault struck, one that you added or a random one. */
  | "fault"
  /** The mock server itself failed. Please report this as a bug. */
  | "defect";

/** One request that reached the server. */
export interface JournalEntry {
  /** Counts from 1 since the start or the last reset. */
  readonly id: number;
  /** When it arrived, by the server's clock: RFC 3339, in UTC. */
  readonly time: string;
  /** `?` if the request could not be read that far. */
  readonly method: string;
  /** Includes the base path, but no query. `?` if the request could not be read that far. */
  readonly path: string;
  /** The query without the question mark. Empty if there is none. */
  readonly query: string;
  /** Names are in lower case. Credentials are masked. */
  readonly headers: Readonly<Record<string, string>>;
  readonly idempotencyKey: string | undefined;
  /** The number of the attempt with this idempotency key, from 1. `undefined` without a key. */
  readonly attempt: number | undefined;
  readonly account: string | undefined;
  readonly outcome: Outcome;
  /** The status of the response. `undefined` if the connection was reset instead. */
  readonly status: number | undefined;
  /** Violations of the contract, by the request or its response. */
  readonly violations: readonly Violation[];
  /** How long it took until the response was ready, in milliseconds. */
  readonly duration: number;
}
