import type { Call } from "./call.js";
import type { Config, RetrySettings } from "./config.js";
import {
  MelioApiError,
  MelioConnectionError,
  MelioTimeoutError,
} from "./errors.js";
import {
  type Body,
  type Exchanged,
  exchange,
  type Outgoing,
} from "./exchange.js";
import { retryAfterMs } from "./response.js";
import { sleep, startTimeLimit } from "./time-limit.js";

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
  readonly response: Response;
  /** The whole body. `undefined` if the caller reads it. */
  readonly body: Body | undefined;
}

/** How an attempt ended: either there is a response, or there is an error. */
interface Outcome extends Partial<Exchanged> {
  readonly error?: unknown;
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
  const end = performance.now() + settings.deadline;
  let otherKey: string | undefined; // set at most once
  for (;;) {
    const began = performance.now();
    const timeLeft = end - began;
    const limit = startTimeLimit(Math.min(settings.timeout, timeLeft), signal);
    call.attempts++;
    log?.attempt("debug", call);

    let outcome: Outcome;
    try {
      outcome = await exchange(config, call, outgoing, {
        limit,
        signal,
        streams,
        knownKey: otherKey,
        mayChangeKey:
          otherKey === undefined && call.attempts <= settings.maxRetries,
      });
      if (!outcome.response?.ok) signal?.throwIfAborted(); // while another key was asked for
    } catch (error) {
      if (signal?.aborted) outcome = { error: signal.reason };
      else if (limit.isOver)
        outcome = { error: timeoutError(call, settings, timeLeft) };
      else outcome = { error };
    }

    const { response, error } = outcome;
    const wait = waitBeforeRetry(call.attempts, settings, outcome);
    const isRetried = wait !== undefined && performance.now() + wait < end;
    const level = response?.ok ? "info" : "error";
    log?.attempt(isRetried ? "warn" : level, call, {
      status: error instanceof MelioApiError ? error.status : response?.status,
      error: (error as Error | undefined)?.name,
      duration: performance.now() - began,
      retryIn: isRetried ? wait : undefined,
    });
    if (isRetried) {
      otherKey ??= outcome.otherKey;
      await sleep(wait, signal);
      // Whatever of the body has not arrived by now. A connection whose response was read serves the next attempt.
      limit.abort();
      continue;
    }
    const body = await outcome.body;
    limit.end();
    if (!response) throw error;
    if (!response.ok) signal?.throwIfAborted(); // while the body was read
    return { response, body };
  }
}

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
 * or if it could not succeed. With another API key, there is none. Without `Retry-After`, the wait is a
 * random share (full jitter) of a time that doubles from 500 ms up to 8 s, so that clients that failed
 * together do not retry together.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function waitBeforeRetry(
  attempts: number,
  { maxRetries, maxRetryAfter }: RetrySettings,
  { response, error, otherKey }: Outcome,
): number | undefined {
  if (otherKey !== undefined) return 0;
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
