import type { CallFacts } from "./call.js";
import type { servers } from "./generated/contract.js";

/** The name of one of the spec's servers. */
export type MelioEnvironment = keyof typeof servers;

/**
 * The details of a log line. They never contain a body or a credential. `attempts` counts from 1. A warning about a
 * setting has none: its `attempts` is 0, and its `method` is empty.
 */
export interface MelioLogDetails extends CallFacts {
  /** HTTP status, if a response arrived. */
  status?: number | undefined;
  /** Name of the error, if no usable response arrived. */
  error?: string | undefined;
  /** How long the attempt took, in milliseconds. */
  duration?: number | undefined;
  /** The wait before the next attempt, in milliseconds. */
  retryIn?: number | undefined;
}

/** A logger with the methods of `console`. */
export type MelioLogger = {
  readonly [Level in "debug" | "info" | "warn" | "error"]: (
    message: string,
    details: MelioLogDetails,
  ) => void;
};

/** Time limits and retries of a call. Set them for one call, or as defaults of the client. */
export interface RetryOptions {
  /**
   * Time limit for one attempt, including reading the response body, in milliseconds.
   * An attempt that takes longer is retried. `Infinity` turns the limit off.
   * @defaultValue 10_000
   */
  timeout?: number | undefined;
  /**
   * Time limit for the whole call, including all attempts and the waits between them, in milliseconds.
   * If the next wait would exceed it, the call fails at once with the last attempt's error.
   * @defaultValue Infinity
   */
  deadline?: number | undefined;
  /**
   * How many times a failed attempt is retried, with the same idempotency key. 0 turns retries off.
   * The client retries 408, 409, 429, 500, 502, 503 and 504, timeouts and connection errors.
   * The client waits for as long as `Retry-After` says. Without it, the waits grow from up to 500 ms
   * to up to 8 s, with full jitter.
   * @defaultValue 2
   */
  maxRetries?: number | undefined;
  /**
   * The longest `Retry-After` that the client waits for, in milliseconds. If the server asks for a
   * longer wait, the call fails at once, and the error's `retryAfter` has the requested wait.
   * @defaultValue 60_000
   */
  maxRetryAfter?: number | undefined;
}

/** Options of one call. They override the client's settings. */
export interface CallOptions extends RetryOptions {
  /** Aborts the call at once, even between two attempts. The call rejects with the signal's reason. */
  signal?: AbortSignal | null | undefined;
  /** Additional headers of the request. */
  headers?: Record<string, string> | Headers | undefined;
}

/**
 * Returns the Partner's secret API key.
 *
 * @param refused - the key that the server has just rejected with 401, if that is why the function is
 *   called again. If the key came from a cache of yours, the cache is out of date
 */
export type ApiKeyFunction = (
  refused?: string | undefined,
) => string | Promise<string>;

/** Sends the request of one attempt. Like `fetch`, but always called with the URL as a string. */
export type MelioFetch = (url: string, init: RequestInit) => Promise<Response>;

/** Settings of {@link createMelioClient}. */
export interface MelioClientOptions extends RetryOptions {
  /**
   * The Partner's secret API key, or a function that returns it. The client calls the function for
   * every attempt, so you can rotate the key without a restart. After a 401 it calls the function once
   * more, with the rejected key. If the function then returns another key, the client tries again with
   * that one (unless `maxRetries` is 0), and uses it for the rest of the call.
   * @defaultValue the environment variable `MELIO_API_KEY`, read when the client is created
   */
  apiKey?: string | ApiKeyFunction | undefined;
  /**
   * A word before the key in the `API-Key` header, separated by one space: `"Bearer"`, for example.
   * @defaultValue no prefix
   */
  apiKeyPrefix?: string | undefined;
  /**
   * Which of the spec's servers to call.
   * @defaultValue the environment variable `MELIO_ENVIRONMENT`, else `"production"`, as in Melio's own client
   */
  environment?: MelioEnvironment | undefined;
  /**
   * The URL of any other server, including the version (`/v1`). Overrides `environment`. Must be
   * `https:`, except for `localhost` and the hosts in `allowInsecureHttp`, where `http:` is allowed too.
   * @defaultValue the environment variable `MELIO_BASE_URL`, unless `environment` is set
   */
  baseUrl?: string | undefined;
  /**
   * Exact names of hosts that `baseUrl` may reach over plain `http:`, such as `["mock"]` for a mock
   * server in a Compose file. Anyone on the network path can then read the API key and the tokens, so
   * only list hosts on networks that you control.
   * @defaultValue none: plain `http:` works for `localhost` only
   */
  allowInsecureHttp?: readonly string[] | undefined;
  /**
   * Sends the requests instead of the global `fetch`. Called once for each attempt, with the URL as a
   * string and a plain `RequestInit`.
   * @defaultValue the global `fetch`, looked up at each call
   */
  fetch?: MelioFetch | undefined;
  /**
   * Your program's name and version, such as `"my-shop/1.2"`. Appended to the client's own in the
   * `User-Agent` header. Not sent from a browser.
   */
  userAgent?: string | undefined;
  /**
   * Logs every attempt, with method, URL, status, duration, number and idempotency key. Bodies and
   * credentials are never logged. The message alone contains the main details, for loggers that drop
   * the second argument.
   * @defaultValue console
   */
  logger?: MelioLogger | undefined;
  /**
   * The lowest level to log. `debug`: each attempt as it starts. `info`: an attempt that returned 2xx.
   * `warn`: an attempt that is retried. `error`: a call that failed.
   * @defaultValue `"info"` if you pass a `logger`, else `"off"`
   */
  logLevel?: "off" | keyof MelioLogger | undefined;
  /**
   * Allows a client in a browser, where every visitor can read the API key.
   * @defaultValue false
   */
  dangerouslyAllowBrowser?: boolean | undefined;
}
