/** The required part of a JSON schema: a type's name, or a record of the properties it must have. */
export type Shape = string | { readonly [key: string]: Shape };

const dateTime = /^\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d(\.\d+)?(z|[+-]\d\d:\d\d)$/i;

/**
 * A date and time in milliseconds since 1970; `undefined` if it is not of RFC 3339, section 5.6, which wants
 * an offset and takes letters of either case.
 */
export function parseDateTime(value: unknown): number | undefined {
  if (typeof value !== "string" || !dateTime.test(value)) return undefined;
  const time = Date.parse(value.toUpperCase());
  return Number.isNaN(time) ? undefined : time;
}

/** Says which part of `value` is not of the given shape, without quoting it; nothing if all is well. */
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
