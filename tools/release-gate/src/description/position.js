/**
 * What the keys of a node are: "keywords" of OpenAPI or JSON Schema, "names" that the description chose, or
 * "data", which has a meaning of its own. It follows from the position alone: a property may have the name of a keyword.
 *
 * @typedef {"keywords" | "names" | "data"} Keys
 */

/** Below these, the keys are names. */
const namesBelow = new Set([
  "$defs",
  "callbacks",
  "content",
  "dependentRequired",
  "dependentSchemas",
  "encoding",
  "headers",
  "links",
  "mapping",
  "parameters",
  "pathItems",
  "paths",
  "patternProperties",
  "properties",
  "requestBodies",
  "responses",
  "schemas",
  "scopes",
  "securitySchemes",
  "variables",
  "webhooks",
]);

/** Keywords that limit a value, each on its own. No type of TypeScript says what they say. */
export const bounds = [
  "maxItems",
  "maxLength",
  "maxProperties",
  "maximum",
  "minItems",
  "minLength",
  "minProperties",
  "minimum",
  "multipleOf",
  "pattern",
  "uniqueItems",
];

const dataBelow = new Set(["const", "default", "enum", "security"]);

/** What people read, and no program. */
const words = new Set([
  "$comment",
  "description",
  "example",
  "examples",
  "externalDocs",
  "openapi",
  "summary",
  "tags",
  "title",
]);

/**
 * @param {Keys} keys of a node
 * @param {string} key one of them
 * @returns {Keys} what the keys of its value are
 */
export function keysBelow(keys, key) {
  if (keys === "names") return "keywords";
  if (keys === "data" || dataBelow.has(key) || key.startsWith("x-"))
    return "data";
  return namesBelow.has(key) ? "names" : "keywords";
}

/**
 * @param {Keys} keys of a node
 * @param {string} key one of them
 */
export const isWord = (keys, key) =>
  keys === "keywords" &&
  (words.has(key) || (key.startsWith("x-") && key !== "x-environment"));
