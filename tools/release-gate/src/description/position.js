/**
 * What the keys of a node are: "keywords" of OpenAPI or JSON Schema, "names" that the description chose, or
 * "data", which has a meaning of its own. It follows from the position alone: a property may have the name of a keyword.
 *
 * @typedef {"keywords" | "names" | "data"} Keys
 */

/** Below these, the keys are names. */
const namesBelow = [
  ...["$defs", "dependentRequired", "dependentSchemas"],
  ...["patternProperties", "properties", "mapping"],
  ...["callbacks", "content", "encoding", "headers", "links", "variables"],
  ...["parameters", "pathItems", "paths", "requestBodies", "responses"],
  ...["schemas", "scopes", "securitySchemes", "webhooks"],
];
const dataBelow = ["const", "default", "enum", "security"];

/** What people read, and no program. */
const words = [
  ...["$comment", "description", "example", "examples", "externalDocs"],
  ...["openapi", "summary", "tags", "title"],
];

/**
 * @param {Keys} keys of a node
 * @param {string} key one of them
 * @returns {Keys} what the keys of its value are
 */
export function keysBelow(keys, key) {
  if (keys === "names") return "keywords";
  if (keys === "data" || dataBelow.includes(key) || key.startsWith("x-"))
    return "data";
  return namesBelow.includes(key) ? "names" : "keywords";
}

/**
 * @param {Keys} keys of a node
 * @param {string} key one of them
 */
export const isWord = (keys, key) =>
  keys === "keywords" &&
  (words.includes(key) || (key.startsWith("x-") && key !== "x-environment"));
