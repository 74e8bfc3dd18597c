/**
 * `Retry-After` in milliseconds from now: seconds or an HTTP date (RFC 9110, section 10.2.3);
 * `undefined` without it, and for a date that is past.
 */
export function retryAfterMs(headers?: Headers): number | undefined {
  const value = headers?.get("Retry-After") || "none";
  const seconds = Number(value);
  const wait = seconds >= 0 ? seconds * 1_000 : Date.parse(value) - Date.now();
  return wait >= 0 ? wait : undefined;
}
