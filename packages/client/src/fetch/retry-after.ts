/**
 * `Retry-After` in milliseconds from now: whole seconds or an HTTP date (RFC 9110, section 10.2.3).
 * A date is read against the response's own `Date`, so that a wrong local clock does not matter.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get("Retry-After")?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  if (!/^[A-Z]/i.test(value)) return undefined; // Date.parse takes almost anything, "-1" too
  const wait =
    Date.parse(value) - (Date.parse(headers.get("Date") ?? "") || Date.now());
  return Number.isNaN(wait) ? undefined : Math.max(wait, 0);
}
