import { must } from "./errors/config-error.js";
import type { RetryOptions } from "./options.js";

/** In milliseconds, 25 days; a timer that is set for longer fires at once. */
export const longestTimer = 2 ** 31 - 1;

const defaults = {
  timeout: 10_000,
  deadline: Infinity,
  maxRetries: 2,
  maxRetryAfter: 60_000,
};

/** {@link RetryOptions} with every default filled in. */
export type RetrySettings = typeof defaults;

/** @throws {@link MelioConfigError} for a value that is not a number of at least 0 */
export const resolveRetryOptions = (
  { timeout, deadline, maxRetries, maxRetryAfter }: RetryOptions,
  base = defaults,
): RetrySettings => ({
  timeout: checked("timeout", timeout ?? base.timeout),
  deadline: checked("deadline", deadline ?? base.deadline),
  maxRetries: checked("maxRetries", maxRetries ?? base.maxRetries),
  maxRetryAfter: checked("maxRetryAfter", maxRetryAfter ?? base.maxRetryAfter),
});

function checked(name: string, value: unknown): number {
  must(
    typeof value === "number" && value >= 0,
    `${name} must be a number, 0 or more`,
  );
  return Math.min(value, longestTimer);
}
