import { findOperation, type Operation } from "../prism/spec.js";
import type { Exchange } from "./recording-proxy.js";
import { composedOf, type Place, schemaPlace, walker } from "./spec-pointer.js";

/**
 * Creates the function that returns a response's body without the fields that the description does not name.
 * JSON Schema allows them, but the workflows' runner stops a workflow at such a field. Prism checks the
 * whole body.
 */
export function createKnownFields(
  document: object,
  operations: Operation[],
): (exchange: Exchange) => unknown {
  const { root, down } = walker(document);
  /** What the schemas have for a part of their values. */
  const partsOf = (schemas: readonly Place[], ...keys: string[]) =>
    schemas
      .map((schema) => keys.reduce<Place | undefined>(down, schema))
      .filter((part) => part !== undefined);

  /** @param given - The schemas of the value: one, or several of `allOf` and the like. */
  function prune(value: unknown, given: readonly Place[]): unknown {
    if (typeof value !== "object" || value === null) return value;
    const schemas = given.flatMap((schema) => composedOf(down, schema));
    if (Array.isArray(value)) {
      const items = partsOf(schemas, "items");
      return value.map((item) => prune(item, items));
    }
    const lists = partsOf(schemas, "properties");
    // Without a list of fields, or with a rule for others, nothing is known to be further.
    const hasOtherRule = schemas.some(
      ({ node }) =>
        node !== undefined && otherRules.some((name) => name in node),
    );
    if (lists.length === 0 || hasOtherRule) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) =>
          lists.some(({ node }) => Object.hasOwn(node ?? {}, name)),
        )
        .map(([name, item]) => [
          name,
          prune(item, partsOf(schemas, "properties", name)),
        ]),
    );
  }

  return ({ method, path, answer }) => {
    if ("failure" in answer) return undefined;
    const operation = findOperation(operations, method.toLowerCase(), path);
    const schema =
      operation && schemaPlace(root, down, operation, answer.status);
    return schema === undefined ? answer.body : prune(answer.body, [schema]);
  };
}

/** What a schema says of fields that it does not list. */
const otherRules = [
  "additionalProperties",
  "patternProperties",
  "unevaluatedProperties",
];
