/**
 * `Retry-After` in milliseconds from now: whole seconds or an HTTP date (RFC 9110, section 10.2.3).
 * A date is read against the response's own `Date`, so that a wrong local clock does not matter.
 */
export function retryAfterMs(headers?: Headers): number | undefined {
  const value = headers?.get("Retry-After") ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  if (!value.endsWith("GMT")) return undefined; // Date.parse takes almost anything, "-1" too
  const now = Date.parse(headers?.get("Date") ?? "") || Date.now();
  return Math.max(Date.parse(value) - now, 0) || 0;
}
