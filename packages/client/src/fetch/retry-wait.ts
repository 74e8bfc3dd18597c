import { MelioConnectionError } from "../errors/connection-error.js";
import { MelioTimeoutError } from "../errors/timeout-error.js";
import { retryAfterMs } from "./retry-after.js";

const passingStatuses = [408, 409, 429, 500, 502, 503, 504];
const firstWait = 500;
const longestWait = 8_000;

/**
 * How long to wait after the given attempt (from 1), in milliseconds; `undefined` if its outcome, a
 * response or an error, would be the same again. Without `Retry-After` the wait grows exponentially
 * with full jitter, so that clients which failed together do not come back together.
 */
export function retryWait(
  outcome: unknown,
  attempt: number,
  maxRetryAfter: number,
): number | undefined {
  let asked: number | undefined;
  if (
    !(
      outcome instanceof MelioConnectionError ||
      outcome instanceof MelioTimeoutError
    )
  ) {
    const { status, headers } = outcome as Response;
    if (!passingStatuses.includes(status)) return undefined;
    asked = retryAfterMs(headers);
  }
  const wait =
    asked ??
    Math.random() * Math.min(firstWait * 2 ** (attempt - 1), longestWait);
  return asked !== undefined && asked > maxRetryAfter ? undefined : wait;
}
