/** The required part of a JSON schema: a type's name, or a record of the properties it must have. */
export type Shape = string | { readonly [key: string]: Shape };

const dateTime = /^\d{4}-\d\d-\d\dT/;

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
      ? typeof value === "string" &&
        dateTime.test(value) &&
        !Number.isNaN(Date.parse(value))
      : typeof value === shape;
  return fits ? undefined : ` is not a ${shape}`;
}
