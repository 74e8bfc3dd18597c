import type { RetrySettings } from "../retry-options.js";
import { retryAfterMs } from "./retry-after.js";

// Statuses, and kinds of errors.
const passing = /^(40[89]|429|50[0234]|connection|timeout)$/;

/**
 * How long to wait after the latest attempt, in milliseconds; `NaN` if it is not to be repeated, or
 * its outcome would be the same again. Without `Retry-After` the wait is a random part (full jitter)
 * of what doubles from 500 ms up to 8 s, so that clients which failed together do not come back
 * together.
 *
 * @param outcome - a response's status, or the kind of the error that there is instead
 */
export function retryWait(
  attempts: number,
  { maxRetries, maxRetryAfter }: RetrySettings,
  outcome: number | string,
  headers: Headers | undefined,
): number {
  if (attempts > maxRetries || !passing.test(`${outcome}`)) return NaN;
  const asked = retryAfterMs(headers);
  if (asked === undefined)
    return Math.random() * Math.min(500 * 2 ** (attempts - 1), 8_000);
  return asked > maxRetryAfter ? NaN : asked;
}
