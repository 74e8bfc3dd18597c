import { findOperation, type Operation } from "../prism/spec.js";
import type { Exchange } from "./recording-proxy.js";
import { type Place, schemaPlace, walker } from "./spec-pointer.js";

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

  function prune(value: unknown, schema: Place | undefined): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      const items = down(schema, "items");
      return value.map((item) => prune(item, items));
    }
    const properties = down(schema, "properties");
    // Without a list of fields, or with several lists, nothing is known to be further.
    const isClear =
      properties?.node !== undefined &&
      !["allOf", "anyOf", "oneOf", "additionalProperties"].some(
        (name) => schema?.node?.[name] !== undefined,
      );
    if (!isClear) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => Object.hasOwn(properties.node ?? {}, name))
        .map(([name, item]) => [name, prune(item, down(properties, name))]),
    );
  }

  return ({ method, path, answer }) => {
    if ("failure" in answer) return undefined;
    const operation = findOperation(operations, method.toLowerCase(), path);
    return operation === undefined
      ? answer.body
      : prune(answer.body, schemaPlace(root, down, operation, answer.status));
  };
}
