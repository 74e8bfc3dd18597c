import { accepts, bundleOf, type JsonSchema } from "./compiled-check.js";
import {
  type Operation,
  ValidationContext,
  validateHeaders,
} from "./prism-library.js";

/** Makes a check of an operation's header parameters alone, compiled once. */
export function headerCheckOf(
  operation: Operation,
): (headers: Readonly<Record<string, string>>) => boolean {
  const specs = operation.request?.headers ?? [];
  if (specs.length === 0) return () => true;
  const bundle = bundleOf(operation);
  if (!specs.every(isPlain)) {
    return (headers) =>
      validateHeaders(
        headers,
        specs as Parameters<typeof validateHeaders>[1],
        ValidationContext.Input,
        bundle,
      )._tag === "Right";
  }
  // What validateHeaders makes of plain parameters, without making it anew for each request.
  const names = specs.map(({ name }) => name.toLowerCase());
  const schema = {
    type: "object",
    properties: Object.fromEntries(
      specs.flatMap(({ name, schema }) =>
        schema === undefined ? [] : [[name.toLowerCase(), schema]],
      ),
    ),
    required: specs
      .filter(({ required }) => required)
      .map(({ name }) => name.toLowerCase()),
  } as JsonSchema;
  return (headers) => {
    const values: Record<string, string> = {};
    for (const name of names) {
      const value = headers[name];
      // As Prism does, which takes an empty value for an absent one.
      if (value) values[name] = value;
    }
    return accepts(
      values,
      schema,
      true,
      ValidationContext.Input,
      "header",
      bundle,
    );
  };
}

/** Whether Prism takes the value of a header parameter as it stands, with nothing else to say. */
function isPlain({ schema, style, deprecated }: HeaderParameter): boolean {
  return (
    style === "simple" &&
    !deprecated &&
    schema?.type !== "array" &&
    schema?.type !== "object"
  );
}

type HeaderParameter = NonNullable<
  NonNullable<Operation["request"]>["headers"]
>[number];
