import { isDeepStrictEqual } from "node:util";
import { follow, resolve } from "./pointer.js";
import { bounds, isWord, keysBelow } from "./position.js";

/** Lists in which the order says nothing. */
const sets = ["enum", "required", "type"];

/**
 * Keywords that mean the same in a part of `allOf` as beside it. Others depend on what stands next to them, as
 * `additionalProperties` on `properties`.
 */
const independent = new Set([
  ...bounds,
  "const",
  "enum",
  "format",
  "properties",
  "required",
  "type",
]);

/**
 * Writes a description in one form, so that two ways to say the same are equal: the parameters and servers of a path
 * stand at its operations, `allOf` is merged where that is easy, and sets are in order.
 *
 * @param {any} document parsed, so that YAML's aliases are gone
 * @returns {any} a copy
 */
export function inOneForm(document) {
  const form = formOf(document, document);
  for (const item of Object.values(form.paths ?? {})) {
    const { parameters = [], servers = form.servers, ...others } = item;
    const operations = Object.values(others).filter((node) => node?.responses);
    if (operations.length === 0) continue;
    for (const operation of operations) {
      const own = operation.parameters ?? [];
      operation.parameters = lastByName(document, [...parameters, ...own]);
      operation.servers ??= servers;
      if (isDeepStrictEqual(operation.servers, form.servers))
        delete operation.servers;
    }
    delete item.parameters;
    delete item.servers;
  }
  return form;
}

/**
 * @param {any} document
 * @param {any[]} parameters an operation's own come last, and override those of its path
 */
function lastByName(document, parameters) {
  const byName = new Map();
  for (const parameter of parameters) {
    const { in: place, name } = follow(document, parameter) ?? parameter;
    byName.set(`${place} ${name}`, parameter);
  }
  return [...byName.values()];
}

/**
 * @param {any} document
 * @param {any} node
 * @param {import("./position.js").Keys} keys
 * @param {string[]} within the references that lead here
 * @returns {any}
 */
function formOf(document, node, keys = "keywords", within = []) {
  if (keys === "data" || typeof node !== "object" || node === null) return node;
  if (Array.isArray(node))
    return node.map((item) => formOf(document, item, "keywords", within));
  const form = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      keys === "keywords" && ["const", "default", "enum"].includes(key)
        ? asText(value)
        : formOf(document, value, keysBelow(keys, key), within),
    ]),
  );
  if (keys !== "keywords") return form;
  for (const key of sets) if (Array.isArray(form[key])) form[key].sort();
  if (Array.isArray(form.type) && form.type.length === 1)
    [form.type] = form.type;
  return Array.isArray(form.allOf) ? merged(document, form, within) : form;
}

/**
 * `redocly diff` compares the values of `const`, `default` and `enum` only if they are not objects.
 *
 * @param {unknown} value
 * @returns {unknown}
 */
const asText = (value) =>
  Array.isArray(value)
    ? value.map(asText)
    : typeof value === "object" && value !== null
      ? JSON.stringify(value)
      : value;

/**
 * @param {any} document
 * @param {any} schema whose parts are in one form
 * @param {string[]} within
 * @returns {any} without `allOf`, or as it is if its parts are not as easily merged
 */
function merged(document, schema, within) {
  const { allOf, ...rest } = schema;
  /** @type {Record<string, any>} */
  const result = {};
  for (const part of [...allOf.flatMap(partsOf), rest]) {
    if (typeof part !== "object") return schema;
    for (const [key, value] of Object.entries(part)) {
      const known = result[key];
      if (isWord("keywords", key)) result[key] = value;
      else if (!independent.has(key)) return schema;
      else if (known === undefined || isDeepStrictEqual(known, value))
        result[key] = value;
      else if (key === "required")
        result[key] = [...new Set([...known, ...value])].sort();
      else if (key === "properties" && canJoin(known, value))
        result[key] = { ...known, ...value };
      else return schema;
    }
  }
  return result;

  /** @param {any} part what it refers to, and what stands beside the reference */
  function partsOf(part) {
    const { $ref, ...beside } = part;
    if (typeof $ref !== "string" || within.includes($ref)) return [part];
    const target = formOf(document, resolve(document, $ref), "keywords", [
      ...within,
      $ref,
    ]);
    return [target, beside];
  }
}

/**
 * @param {Record<string, any>} properties
 * @param {Record<string, any>} others
 * @returns whether those that both have are the same in both
 */
const canJoin = (properties, others) =>
  Object.entries(others).every(
    ([name, schema]) =>
      !Object.hasOwn(properties, name) ||
      isDeepStrictEqual(properties[name], schema),
  );
