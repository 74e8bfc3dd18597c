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
export function resolveRetryOptions(
  options: RetryOptions,
  base = defaults,
): RetrySettings {
  const settings: Record<string, number> = {};
  for (const name in defaults) {
    const value =
      options[name as keyof RetryOptions] ?? base[name as keyof RetrySettings];
    must(
      typeof value === "number" && value >= 0,
      `${name} must be a number, 0 or more`,
    );
    settings[name] = Math.min(value, longestTimer);
  }
  return settings as RetrySettings;
}
