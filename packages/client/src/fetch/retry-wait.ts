import type { RetrySettings } from "../retry-options.js";
import { retryAfterMs } from "./retry-after.js";

// Statuses, and kinds of errors.
const passing = /^(408|409|429|50[0234]|connection|timeout)$/;
const firstWait = 500;
const longestWait = 8_000;

/**
 * How long to wait after the latest attempt, in milliseconds; `undefined` if it is not to be
 * repeated, or its outcome would be the same again. Without `Retry-After` the wait grows
 * exponentially with full jitter, so that clients which failed together do not come back together.
 *
 * @param outcome - a response, or the error that there is instead
 */
export function retryWait(
  attempts: number,
  { maxRetries, maxRetryAfter }: RetrySettings,
  outcome: Partial<Response & { kind: string }>,
): number | undefined {
  const asked = retryAfterMs(outcome.headers);
  return attempts > maxRetries ||
    !passing.test(`${outcome.status ?? outcome.kind}`) ||
    (asked ?? 0) > maxRetryAfter
    ? undefined
    : (asked ??
        Math.random() * Math.min(firstWait * 2 ** (attempts - 1), longestWait));
}
