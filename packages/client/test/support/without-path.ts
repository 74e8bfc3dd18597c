/** A copy of the value in which the property at the end of the path is gone. */
export function withoutPath(value: unknown, path: string[]): unknown {
  const copy = structuredClone(value) as Record<string, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  delete at[path.at(-1) ?? ""];
  return copy;
}

/** A copy of the value in which the property at the end of the path is another. */
export function withAtPath(value: unknown, path: string[], other: unknown) {
  const copy = structuredClone(value) as Record<string, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[path.at(-1) ?? ""] = other;
  return copy;
}
