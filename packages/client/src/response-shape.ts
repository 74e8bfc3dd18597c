/** The required part of a JSON schema: a type's name, or a record of the properties it must have. */
export type Shape = string | { readonly [key: string]: Shape };

/** Says where `value` is not of the given shape, without quoting it; nothing if all is well. */
export function findMismatch(
  shape: Shape,
  value: unknown,
  path = "body",
): string | undefined {
  if (typeof shape === "object") {
    for (const key in shape) {
      const property = (value as Record<string, unknown> | null)?.[key];
      const mismatch = findMismatch(
        shape[key] as Shape,
        property,
        `${path}.${key}`,
      );
      if (mismatch) return mismatch;
    }
    return undefined;
  }
  const fits =
    shape === "any" ||
    (shape === "date-time"
      ? typeof value === "string" && Date.parse(value)
      : typeof value === shape);
  return fits ? undefined : `${path} is not a ${shape}`;
}
