/** `Retry-After` in milliseconds from now: seconds or an HTTP date (RFC 9110, section 10.2.3). */
export function retryAfterMs(headers?: Headers): number | undefined {
  const value = headers?.get("Retry-After") || "none";
  const seconds = /^\d+$/.test(value) ? Number(value) : NaN;
  // Date.parse takes almost anything, "-1" too; an HTTP date ends in GMT.
  const date = value.endsWith("GMT") ? Date.parse(value) : NaN;
  const wait = seconds >= 0 ? seconds * 1_000 : Math.max(date - Date.now(), 0);
  return wait >= 0 ? wait : undefined;
}
