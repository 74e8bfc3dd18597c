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

/** How an attempt ended: either there is a response, or there is an error. */
interface Outcome extends Partial<Received> {
  error?: unknown;
  /** The API key for further attempts, because the server has rejected the one of this attempt. */
  otherKey?: string | undefined;
}

/**
 * Sends the request of one call. Makes attempts until one succeeds, until one fails for a reason that
 * another attempt would not change, or the deadline leaves no time for another.
 */
export async function send(
  config: Config,
  call: Call,
  outgoing: Outgoing,
  options: SendOptions,
): Promise<Received> {
  const { settings, signal } = options;
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
      outcome = await attempt(config, call, outgoing, options, limit, otherKey);
    } catch (error) {
      if (signal?.aborted) outcome = { error: signal.reason };
      else if (limit.isOver)
        outcome = { error: timeoutError(call, settings, timeLeft) };
      else outcome = { error };
    }
    limit.end();

    const { response, body, error } = outcome;
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
    } else if (response) return { response, body };
    else throw error;
  }
}

/**
 * Sends the request once.
 * @param knownKey - the API key to send, if an earlier attempt has found it
 * @throws whatever ends the attempt without a response
 */
async function attempt(
  config: Config,
  call: Call,
  outgoing: Outgoing,
  { settings, signal, streams }: SendOptions,
  limit: TimeLimit,
  knownKey: string | undefined,
): Promise<Outcome> {
  // The caller can abort a stream after its time limit has ended, with the response.
  const fetchSignal =
    streams && signal && limit.signal
      ? AbortSignal.any([signal, limit.signal])
      : limit.signal;
  const { response, key } = await limit.within(
    exchange(config, call, outgoing, fetchSignal, knownKey),
  );
  if (isRedirect(response)) {
    discard(response);
    throw new MelioApiError(call, response);
  }
  if (response.ok && streams) return { response, body: undefined };
  // Also of an error that is retried: a connection whose response was read serves the next attempt.
  const body = await readBody(call, response, limit);
  if (response.ok) return { response, body };

  const mayChangeKey =
    response.status === 401 &&
    knownKey === undefined &&
    call.attempts <= settings.maxRetries;
  // The key may have been rotated. If the function fails, the 401 says more.
  const current = mayChangeKey
    ? await limit.within(currentKey(config, key)).catch(() => key)
    : key;
  signal?.throwIfAborted();
  return { response, body, otherKey: current === key ? undefined : current };
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
