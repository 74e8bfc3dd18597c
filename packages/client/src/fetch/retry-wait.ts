import { MelioConnectionError } from "../errors/connection-error.js";
import { MelioTimeoutError } from "../errors/timeout-error.js";
import type { RetrySettings } from "../retry-options.js";
import { retryAfterMs } from "./retry-after.js";

const passingStatuses = [408, 409, 429, 500, 502, 503, 504];
const firstWait = 500;
const longestWait = 8_000;

/**
 * How long to wait after the given attempt (from 1), in milliseconds; `NaN` if it is not to be
 * repeated, or its outcome, a response or an error, would be the same again. Without `Retry-After`
 * the wait grows exponentially with full jitter, so that clients which failed together do not come
 * back together.
 */
export function retryWait(
  outcome: unknown,
  attempt: number,
  { maxRetries, maxRetryAfter }: RetrySettings,
): number {
  const noResponse =
    outcome instanceof MelioConnectionError ||
    outcome instanceof MelioTimeoutError;
  const { status, headers } = outcome as Response;
  if (attempt > maxRetries || !(noResponse || passingStatuses.includes(status)))
    return Number.NaN;
  const asked = noResponse ? undefined : retryAfterMs(headers);
  if (asked !== undefined) return asked > maxRetryAfter ? Number.NaN : asked;
  return Math.random() * Math.min(firstWait * 2 ** (attempt - 1), longestWait);
}
