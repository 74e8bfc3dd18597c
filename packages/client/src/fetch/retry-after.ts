/** `Retry-After` in milliseconds from now: seconds or an HTTP date (RFC 9110, section 10.2.3). */
export function retryAfterMs(headers?: Headers): number | undefined {
  const value = headers?.get("Retry-After") || "none";
  const seconds = Number(value);
  const wait =
    seconds >= 0
      ? seconds * 1_000
      : Math.max(Date.parse(value) - Date.now(), 0);
  return wait >= 0 ? wait : undefined;
}
