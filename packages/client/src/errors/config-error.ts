import { MelioError } from "./melio-error.js";

/**
 * A setting or an argument is wrong. Thrown before the request is sent, and never retried; of
 * what a function gives as API key, before the attempt that asked for it.
 * The message says what was expected, and never holds the value of a secret.
 */
export class MelioConfigError extends MelioError {
  override get name() {
    return "MelioConfigError" as const;
  }
  readonly kind = "config";
}

/** @throws {@link MelioConfigError} unless the condition holds */
export function must(condition: unknown, message: string): asserts condition {
  if (!condition) throw new MelioConfigError(message);
}
