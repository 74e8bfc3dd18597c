import { loadSpec } from "../contract/load-spec.js";

/**
 * A `curl` line for the first operation of the description, which a reader can repeat.
 *
 * @param apiKey - As it stands between the double quotes of a shell: a key, or a variable that holds one.
 */
export async function exampleRequest(
  spec: string | undefined,
  baseUrl: string,
  apiKey: string,
): Promise<string> {
  const { operations } = await loadSpec(spec);
  const operation = operations[0];
  if (operation === undefined) return `curl ${baseUrl}`;
  const headers = (operation.request?.headers ?? [])
    .filter(({ required }) => required)
    .map(({ name, examples }) => {
      const example = examples?.[0];
      const value = example && "value" in example ? example.value : "example";
      return escaped(`${name}: ${value}`);
    });
  for (const scheme of operation.security?.flat() ?? []) {
    if (scheme.type === "apiKey" && scheme.in === "header") {
      headers.unshift(`${escaped(scheme.name)}: ${apiKey}`);
    }
  }
  return [
    `curl -X ${operation.method.toUpperCase()} ${baseUrl}${operation.path}`,
    ...headers.map((header) => `-H "${header}"`),
  ].join(" ");
}

/** For a place between the double quotes of a shell. */
export function escaped(text: string): string {
  return text.replace(/["\\$`]/g, "\\$&");
}
