import { MelioConfigError } from "./errors/config-error.js";
import type { RetryOptions } from "./options.js";

const defaults = {
  timeout: 10_000,
  deadline: Number.POSITIVE_INFINITY,
  maxRetries: 2,
  maxRetryAfter: 60_000,
};

/** {@link RetryOptions} with every default filled in. */
export type RetrySettings = typeof defaults;

/** @throws {@link MelioConfigError} for a value that is not a number in its range */
export function resolveRetryOptions(
  options: RetryOptions,
  base = defaults,
): RetrySettings {
  const settings = { ...base };
  for (const name of Object.keys(defaults) as (keyof RetrySettings)[]) {
    const value: unknown = options[name] ?? base[name];
    const least = name.startsWith("max") ? 0 : 1;
    if (typeof value !== "number" || !(value >= least)) {
      throw new MelioConfigError(
        `${name} must be a number${name === "maxRetries" ? "" : " of milliseconds"}, ${least} or more.`,
      );
    }
    settings[name] = value;
  }
  return settings;
}
