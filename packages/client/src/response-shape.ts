/** The required part of a JSON schema: a type's name, or a record of the properties it must have. */
export type Shape = string | { readonly [key: string]: Shape };

/** Says where `value` is not of the given shape, without quoting it; nothing if all is well. */
export function findMismatch(
  shape: Shape,
  value: unknown,
  path = "body",
): string | undefined {
  if (typeof shape === "object") {
    return Object.keys(shape)
      .map((key) =>
        findMismatch(shape[key] as Shape, Object(value)[key], `${path}.${key}`),
      )
      .find(Boolean);
  }
  const fits =
    shape === "date-time"
      ? /^\d{4}-\d\d-\d\dT/.test(value as string) && Date.parse(value as string)
      : typeof value === shape;
  return fits ? undefined : `${path} is not a ${shape}`;
}
