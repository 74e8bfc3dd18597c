import type { Call } from "./call.js";
import type { Config, RetrySettings } from "./config.js";
import {
  MelioApiError,
  MelioConnectionError,
  MelioTimeoutError,
} from "./errors.js";
import {
  currentKey,
  discard,
  exchange,
  type Outgoing,
  readBody,
} from "./exchange.js";
import { retryAfterMs } from "./response.js";
import { sleep, startTimeLimit, type TimeLimit } from "./time-limit.js";

/** Statuses after which another attempt may succeed. */
const retriedStatuses = new Set([
  408, // Request Timeout
  409, // Conflict: an earlier attempt with the same idempotency key is still running
  429, // Too Many Requests
  500, // Internal Server Error
  502, // Bad Gateway
  503, // Service Unavailable
  504, // Gateway Timeout
]);

/** Options for sending the request of one call. */
export interface SendOptions {
  settings: RetrySettings;
  /** The caller's signal. */
  signal: AbortSignal | null | undefined;
  /** Whether the caller reads the body of a success. */
  streams: boolean;
}

/** A response that ends a call. */
export interface Received {
  response: Response;
  /** The whole body. `undefined` if the caller reads it. */
  body: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * Sends the request of one call. Makes attempts until one succeeds, until one fails for a reason that
 * another attempt would not change, or the deadline leaves no time for another.
 */
export async function send(
  config: Config,
  call: Call,
  outgoing: Outgoing,
  { settings, signal, streams }: SendOptions,
): Promise<Received> {
  const { log } = config;
  const callBegan = performance.now();
  // Set at most once per call: the key that `apiKey` returned after the server rejected another one.
  let otherKey: string | undefined;
  // The caller can abort a stream after its time limit has ended, with the response.
  const signalOf = (limit: TimeLimit) =>
    streams && signal && limit.signal
      ? AbortSignal.any([signal, limit.signal])
      : limit.signal;
  for (;;) {
    const began = performance.now();
    const timeLeft = settings.deadline - (began - callBegan);
    const limit = startTimeLimit(Math.min(settings.timeout, timeLeft), signal);
    call.attempts++;
    log?.attempt("debug", call);

    // Either there is a response, or there is an error.
    let response: Response | undefined;
    let body: Uint8Array<ArrayBuffer> | undefined;
    let error: unknown;
    const mayChangeKey =
      otherKey === undefined && call.attempts <= settings.maxRetries;
    try {
      const answer = await limit.within(
        exchange(config, call, outgoing, signalOf(limit), otherKey),
      );
      response = answer.response;
      if (isRedirect(response)) {
        discard(response);
        throw new MelioApiError(call, response);
      }
      if (response.ok && !streams) body = await readBody(call, response, limit);
      if (response.status === 401 && mayChangeKey) {
        // The key may have been rotated.
        const key = await limit
          .within(currentKey(config, answer.key))
          .catch(() => undefined); // the 401 says more than the failure of the function
        signal?.throwIfAborted();
        if (key !== answer.key) otherKey = key;
      }
    } catch (reason) {
      response = undefined;
      if (signal?.aborted) error = signal.reason;
      else if (limit.isOver) error = timeoutError(call, settings, timeLeft);
      else error = reason;
    }

    let wait = waitBeforeRetry(call.attempts, settings, response, error);
    if (mayChangeKey && otherKey !== undefined) wait = 0;
    if (signal?.aborted) wait = undefined;
    const outlasts =
      wait !== undefined &&
      performance.now() + wait >= callBegan + settings.deadline;
    const retryIn = outlasts ? undefined : wait;
    if (response && !response.ok) {
      if (retryIn === undefined) body = await readBody(call, response, limit);
      else discard(response);
      if (signal?.aborted) {
        response = undefined;
        error = signal.reason;
      }
    }
    limit.end();

    const level = response?.ok ? "info" : "error";
    log?.attempt(retryIn === undefined ? level : "warn", call, {
      status: error instanceof MelioApiError ? error.status : response?.status,
      error: (error as Error | undefined)?.name,
      duration: performance.now() - began,
      retryIn,
    });
    if (retryIn !== undefined) await sleep(retryIn, signal);
    else if (response) return { response, body };
    else throw error;
  }
}

/** Includes 0, the status of a redirect that a browser does not follow. */
const isRedirect = ({ status }: Response): boolean =>
  status < 200 || (status >= 300 && status < 400);

const timeoutError = (
  call: Call,
  { timeout, deadline }: RetrySettings,
  timeLeft: number,
): MelioTimeoutError =>
  timeLeft < timeout
    ? new MelioTimeoutError(call, "deadline", deadline)
    : new MelioTimeoutError(call, "timeout", timeout);

/**
 * Returns how long to wait before another attempt, in milliseconds; `undefined` if there must not be one,
 * or if it could not succeed. Without `Retry-After`, the wait is a random share (full jitter) of a time
 * that doubles from 500 ms up to 8 s, so that clients that failed together do not retry together.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function waitBeforeRetry(
  attempts: number,
  { maxRetries, maxRetryAfter }: RetrySettings,
  response: Pick<Response, "status" | "headers"> | undefined,
  error: unknown,
): number | undefined {
  const isRetried = response
    ? retriedStatuses.has(response.status)
    : error instanceof MelioConnectionError ||
      error instanceof MelioTimeoutError;
  if (!isRetried || attempts > maxRetries) return undefined;
  const asked = response && retryAfterMs(response.headers);
  if (asked === undefined)
    return Math.random() * Math.min(500 * 2 ** (attempts - 1), 8_000);
  return asked > maxRetryAfter ? undefined : asked;
}
