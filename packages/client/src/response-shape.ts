/** The required part of a JSON schema: a type's name, or a record of the properties it must have. */
export type Shape = string | { readonly [key: string]: Shape };

/** Says where `value` is not of the given shape, without quoting it; nothing if all is well. */
export function findMismatch(
  shape: Shape,
  value: unknown,
  path = "body",
): string | undefined {
  if (typeof shape === "object") {
    if (typeof value !== "object" || !value)
      return `expected ${path} to be an object`;
    for (const key in shape) {
      const mismatch = findMismatch(
        shape[key] as Shape,
        (value as Record<string, unknown>)[key],
        `${path}.${key}`,
      );
      if (mismatch) return mismatch;
    }
    return undefined;
  }
  const fits =
    shape === "any" ||
    (shape === "date-time"
      ? typeof value === "string" && !Number.isNaN(Date.parse(value))
      : typeof value === shape);
  return fits ? undefined : `expected ${path} to be a ${shape}`;
}
