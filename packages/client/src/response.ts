/** The required part of a JSON schema: a type's name, or a record of the properties it must have. */
export type Shape = string | { readonly [key: string]: Shape };

const dateTime = /^\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d(\.\d+)?(z|[+-]\d\d:\d\d)$/i;

/**
 * Parses a date and time into milliseconds since 1970. Returns `undefined` if it does not follow RFC 3339,
 * section 5.6, which requires an offset and allows letters of either case.
 */
export function parseDateTime(value: unknown): number | undefined {
  if (typeof value !== "string" || !dateTime.test(value)) return undefined;
  const time = Date.parse(value.toUpperCase());
  return Number.isNaN(time) ? undefined : time;
}

/** Returns which part of `value` does not have the shape, without quoting it, or `undefined` if all fits. */
export function findMismatch(shape: Shape, value: unknown): string | undefined {
  if (typeof shape === "object") {
    for (const key of Object.keys(shape)) {
      const found = findMismatch(
        shape[key] as Shape,
        (value as Record<string, unknown> | null)?.[key],
      );
      if (found) return `.${key}${found}`;
    }
    return;
  }
  const fits =
    shape === "date-time"
      ? parseDateTime(value) !== undefined
      : typeof value === shape;
  return fits ? undefined : ` is not a ${shape}`;
}

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

/**
 * Returns the latest time that `Date` may mean, in milliseconds since 1970. It has whole seconds, so the time may be
 * almost one more.
 */
export function latestServerTime(
  headers: Headers | undefined,
): number | undefined {
  const time = Date.parse(headers?.get("Date") ?? "");
  return Number.isNaN(time) ? undefined : time + 999;
}

/**
 * Returns whether a value has the shape of a `Response`. Its class does not tell, because adapters replace the
 * global `Response`. An error may have a status and headers too.
 */
export function isResponse(value: unknown): value is Response {
  const { status, headers } = Object(value);
  return (
    typeof status === "number" &&
    typeof headers?.get === "function" &&
    Symbol.iterator in headers &&
    !(value instanceof Error)
  );
}
