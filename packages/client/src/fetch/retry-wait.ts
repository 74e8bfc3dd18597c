import type { RetrySettings } from "../retry-options.js";
import { retryAfterMs } from "./retry-after.js";

const passing: unknown[] = [
  408,
  409,
  429,
  500,
  502,
  503,
  504,
  "connection",
  "timeout",
];
const firstWait = 500;
const longestWait = 8_000;

/**
 * How long to wait after the given attempt (from 1), in milliseconds; `undefined` if it is not to
 * be repeated, or its outcome would be the same again. Without `Retry-After` the wait grows
 * exponentially with full jitter, so that clients which failed together do not come back together.
 *
 * @param outcome - a response, or the error that there is instead
 */
export function retryWait(
  outcome: Partial<Response & { kind: string }>,
  attempt: number,
  { maxRetries, maxRetryAfter }: RetrySettings,
): number | undefined {
  if (attempt > maxRetries || !passing.includes(outcome.status ?? outcome.kind))
    return undefined;
  const asked = retryAfterMs(outcome.headers);
  if (asked === undefined)
    return (
      Math.random() * Math.min(firstWait * 2 ** (attempt - 1), longestWait)
    );
  return asked > maxRetryAfter ? undefined : asked;
}
