/**
 * What is told of a failure, and no more: upstream's words may quote anything. Goes by the error's
 * `kind`, since it may come from another copy of the package.
 *
 * @returns the status, and the headers
 */
export function failureOf(error: unknown): [number, Record<string, string>] {
  const { kind, status, retryAfter } = Object(error);
  const passes =
    /^(rate_limited|timeout|connection)$/.test(kind) ||
    status === 503 ||
    retryAfter >= 0;
  return passes
    ? [
        503,
        { "Retry-After": `${Math.ceil((retryAfter ?? usualWait) / 1_000)}` },
      ]
    : [502, {}];
}

/** In milliseconds; when upstream does not say. */
const usualWait = 5_000;
