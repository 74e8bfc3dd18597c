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
