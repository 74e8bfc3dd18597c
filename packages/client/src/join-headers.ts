/** One record of headers from several, the later ones first: plain, since `Headers` takes its time. */
export function joinHeaders(
  ...all: (Headers | Record<string, unknown> | undefined)[]
): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const headers of all) {
    const entries =
      headers instanceof Headers ? headers : Object.entries(headers ?? {});
    for (const [name, value] of entries) {
      const key = name.toLowerCase();
      // As openapi-fetch has it: null takes a header away, and a list is one header with commas.
      if (value === null) delete joined[key];
      else if (value !== undefined) joined[key] = `${value}`;
    }
  }
  return joined;
}
