/** The obsolete date format of the C function asctime, always in UTC. */
const asctime = /^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

/**
 * Returns `Retry-After` in milliseconds from now. The header has seconds (RFC 9110, section 10.2.3), or a
 * date in one of three formats (section 5.6.7).
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const value = (headers.get("Retry-After") ?? "").trim();
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  // Date.parse accepts almost anything, even "-1". The other two formats end in GMT.
  const isOfGmt = value.endsWith(" GMT");
  if (!isOfGmt && !asctime.test(value)) return undefined;
  const date = Date.parse(isOfGmt ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(date - Date.now(), 0);
}
