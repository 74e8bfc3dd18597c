/** In seconds: how long to ask the page to wait if upstream does not say. */
const usualWait = 5;
/** In seconds: whatever upstream says, a page may try again after this. */
const longestWait = 3_600;

/** Kinds of errors that are temporary. */
const passingKinds = new Set(["rate_limited", "timeout", "connection"]);

/**
 * What the page learns about a failure, and no more: upstream's message may quote anything. Uses the
 * error's `kind`, because the error may come from another copy of the package.
 *
 * @returns the status and the headers
 */
export function failureOf(error: unknown): [number, Record<string, string>] {
  const { kind, status, retryAfter } = Object(error);
  const passes = passingKinds.has(kind) || status === 503 || retryAfter >= 0;
  return passes ? unavailable(retryAfter) : [502, {}];
}

/** @param retryAfter - in milliseconds, if it is known */
export function unavailable(
  retryAfter?: number,
): [number, Record<string, string>] {
  const seconds =
    typeof retryAfter === "number" && retryAfter >= 0
      ? Math.min(Math.ceil(retryAfter / 1_000), longestWait)
      : usualWait;
  return [503, { "Retry-After": `${seconds}` }];
}
