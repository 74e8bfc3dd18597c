import type { MelioApiError } from "./api-error.js";
import type { MelioConfigError } from "./config-error.js";
import type { MelioConnectionError } from "./connection-error.js";
import type { MelioResponseError } from "./response-error.js";
import type { MelioTimeoutError } from "./timeout-error.js";

/** Every error that this package throws; `kind` tells them apart, also to the type checker. */
export type AnyMelioError =
  | MelioApiError
  | MelioConfigError
  | MelioConnectionError
  | MelioResponseError
  | MelioTimeoutError;

/**
 * Whether an error is this package's, also when it comes from another copy of it, which
 * `instanceof` would not know.
 */
export const isMelioError = (error: unknown): error is AnyMelioError =>
  /^Melio(Api|Config|Connection|Response|Timeout)Error$/.test(
    (error as Error | undefined)?.name as string,
  );
