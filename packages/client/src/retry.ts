import type { RetrySettings } from "./config.js";
import { MelioConnectionError, MelioTimeoutError } from "./errors.js";
import { retryAfterMs } from "./retry-after.js";

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
