/** In seconds: what the answer asks the page to wait, when upstream does not say. */
const usualWait = 5;
/** In seconds; whatever upstream says, a page may ask again by then. */
const longestWait = 3_600;

/** Kinds of errors that pass by themselves. */
const passingKinds = new Set(["rate_limited", "timeout", "connection"]);

/**
 * What is told of a failure, and no more: upstream's words may quote anything. Goes by the error's
 * `kind`, since it may come from another copy of the package.
 *
 * @returns the status, and the headers
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
