import { must } from "./errors/config-error.js";
import type { RetryOptions } from "./options.js";

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
  const settings = { ...base };
  for (const name in base) {
    const key = name as keyof RetrySettings;
    settings[key] = options[key] ?? base[key];
    must(settings[key] >= 0, `${name} must be a number, 0 or more`);
  }
  return settings;
}
