import type { CallFacts } from "./call.js";
import type { servers } from "./generated/contract.js";

/** One of the servers of the spec. */
export type MelioEnvironment = keyof typeof servers;

/** The facts of a log line: never a body, never a credential. `attempts` counts from 1. */
export interface MelioLogDetails extends CallFacts {
  /** HTTP status, if there was a response. */
  status?: number | undefined;
  /** Name of the error, if there was no response that could be used. */
  error?: string | undefined;
  /** From the attempt's beginning to its end, in milliseconds. */
  duration?: number | undefined;
  /** How long is waited before the next attempt, in milliseconds. */
  retryIn?: number | undefined;
}

/** Console-shaped: `console` itself is one. */
export type MelioLogger = {
  readonly [Level in "debug" | "info" | "warn" | "error"]: (
    message: string,
    details: MelioLogDetails,
  ) => void;
};

/** How one call is made. Each is also a default of the client. All times are in milliseconds. */
export interface RetryOptions {
  /**
   * Longest duration of one attempt, its response's body included, in milliseconds.
   * An attempt that takes longer is retried. `Infinity` sets no limit.
   * @defaultValue 10_000
   */
  timeout?: number | undefined;
  /**
   * Longest duration of the whole call, all attempts and the waits between them, in milliseconds.
   * A wait that would outlast it is not begun: the call ends with the last attempt's error.
   * @defaultValue Infinity
   */
  deadline?: number | undefined;
  /**
   * How many times an attempt that failed is repeated, with the same idempotency key: after no
   * response, and after 408, 409, 429, 500, 502, 503 and 504. 0 means one attempt.
   * The waits grow from 500 ms to 8 s with full jitter, unless the server sends `Retry-After`.
   * @defaultValue 2
   */
  maxRetries?: number | undefined;
  /**
   * Longest `Retry-After` that is waited for, in milliseconds. A longer one ends the call with the
   * error, whose `retryAfter` tells it.
   * @defaultValue 60_000
   */
  maxRetryAfter?: number | undefined;
}

/** How this one call is made; the client's own settings are the defaults. */
export interface CallOptions extends RetryOptions {
  /** Ends the call, and the waits between its attempts, at once; it rejects with the signal's reason. */
  signal?: AbortSignal | null | undefined;
  /** Further headers of the request. */
  headers?: Record<string, string> | undefined;
}

/**
 * Gives the partner's secret API key.
 *
 * @param refused - the key that the server has just refused with 401, if that is why it is asked again:
 *   a cache that gave it holds an old one
 */
export type ApiKeyFunction = (
  refused?: string | undefined,
) => string | Promise<string>;

/** Sends one attempt's request: a `fetch` that is called with the URL as a string. */
export type MelioFetch = (url: string, init: RequestInit) => Promise<Response>;

/** Settings of {@link createMelioClient}. */
export interface MelioClientOptions extends RetryOptions {
  /**
   * The partner's secret API key, or a function that gives it. The function is asked anew for every
   * attempt, so that a vault can rotate the key; after a 401 it is asked once more, with the refused
   * key. If it gives another one, the attempt is repeated (unless `maxRetries` is 0), and the rest of the
   * call uses that key.
   * @defaultValue the environment variable `MELIO_API_KEY`, read when the client is created
   */
  apiKey?: string | ApiKeyFunction | undefined;
  /**
   * Stands before the key in the header, with one space between: `"Bearer"`, say.
   * @defaultValue no prefix
   */
  apiKeyPrefix?: string | undefined;
  /**
   * Which server of the spec is called.
   * @defaultValue the environment variable `MELIO_ENVIRONMENT`, else `"production"`, as upstream has it
   */
  environment?: MelioEnvironment | undefined;
  /**
   * Another server than those of the spec, up to and with the version (`/v1`). `https:`, or `http:`
   * on this machine and to the hosts of `allowInsecureHttp`. Takes precedence over `environment`.
   * @defaultValue the environment variable `MELIO_BASE_URL`, unless `environment` is given
   */
  baseUrl?: string | undefined;
  /**
   * Hosts to which `baseUrl` may use plain `http:`, by their exact names: `["mock"]` for a mock server
   * that is a service of a compose file, say. Whoever is on the way to them can read the API key and
   * the tokens: never name a host that is reached over a network that you do not control.
   * @defaultValue none: plain `http:` on this machine alone
   */
  allowInsecureHttp?: readonly string[] | undefined;
  /**
   * Sends the requests: called with the URL as a string and a plain `RequestInit`, once an attempt.
   * @defaultValue the global `fetch`, looked up at each call
   */
  fetch?: MelioFetch | undefined;
  /**
   * Put after the client's own name and version in the `User-Agent` header: `"my-shop/1.2"`, say.
   * Browsers do not let a program set that header.
   */
  userAgent?: string | undefined;
  /**
   * Told of every attempt: method, URL, status, duration, number, idempotency key. Never a body,
   * never a credential. The message alone says the most of it, for loggers that keep nothing else.
   * @defaultValue console
   */
  logger?: MelioLogger | undefined;
  /**
   * The least level that is logged. `debug`: each attempt as it begins; `info`: an attempt that
   * was answered with a 2xx; `warn`: an attempt that is retried; `error`: a call that failed.
   * @defaultValue `"info"` if there is a `logger`, else `"off"`
   */
  logLevel?: "off" | keyof MelioLogger | undefined;
  /**
   * Lets the client be created in a browser, where every visitor can read the API key.
   * @defaultValue false
   */
  dangerouslyAllowBrowser?: boolean | undefined;
}
