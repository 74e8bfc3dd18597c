import { isDeepStrictEqual } from "node:util";
import { keysOf, resolve } from "./pointer.js";
import { isWord, keysBelow } from "./position.js";

/** @typedef {import("./redocly-diff.js").Change} Change */

/** @typedef {{ base: any, revision: any }} Documents the two descriptions, parsed */

/** Lists in which the order says nothing. */
const sets = ["enum", "required", "type"];

/**
 * Keywords that mean the same in a part of `allOf` as beside it. Others depend on what stands next to them, as
 * `additionalProperties` on `properties`.
 */
const independent = [
  ...["const", "enum", "format", "pattern", "properties", "required", "type"],
  ...["maxItems", "maxLength", "maxProperties", "maximum", "multipleOf"],
  ...["minItems", "minLength", "minProperties", "minimum", "uniqueItems"],
];

const methods = [
  ...["get", "put", "post", "delete", "options", "head", "patch", "trace"],
];

/**
 * Whether what a change is part of says the same as before, written in another way: with its references
 * followed, `allOf` merged, the parameters of a path at its operations and sets in order.
 *
 * @param {Change} change
 * @param {Documents} documents
 */
export function isWrittenAnew({ path }, documents) {
  // The whole operation, path or component.
  const [section = "", name = "", part = ""] = keysOf(path);
  if (section === "paths") {
    const before = documents.base.paths?.[name];
    const after = documents.revision.paths?.[name];
    if (!before || !after) return false;
    const isOfAll = ["", "parameters", "servers"].includes(part);
    if (!isOfAll && !methods.includes(part)) return false;
    const changed = isOfAll ? methods : [part];
    return changed.every((method) =>
      isDeepStrictEqual(
        operationOf(documents.base, before, method),
        operationOf(documents.revision, after, method),
      ),
    );
  }
  if (section === "components") {
    const before = documents.base.components?.[name]?.[part];
    const after = documents.revision.components?.[name]?.[part];
    return (
      before !== undefined &&
      after !== undefined &&
      isDeepStrictEqual(
        normalized(documents.base, before),
        normalized(documents.revision, after),
      )
    );
  }
  return false;
}

/**
 * @param {any} document
 * @param {any} pathItem
 * @param {string} method
 */
function operationOf(document, pathItem, method) {
  const item = normalized(document, pathItem);
  const operation = item[method];
  if (operation === undefined) return item.$ref && unlike();
  const parameters = new Map();
  for (const list of [item.parameters ?? [], operation.parameters ?? []])
    for (const parameter of list) {
      const { in: place, name } = parameter.$ref ?? parameter;
      parameters.set(`${place} ${name}`, parameter);
    }
  return {
    ...operation,
    servers: operation.servers ?? item.servers,
    parameters: [...parameters.entries()].toSorted().map(([, value]) => value),
  };
}

/** A node that is equal to no other. */
const unlike = () => ({ $ref: Symbol("unlike") });

/**
 * @param {any} document
 * @param {any} node
 * @param {import("./position.js").Keys} keys
 * @param {string[]} within the references that have been followed
 * @returns {any}
 */
function normalized(document, node, keys = "keywords", within = []) {
  if (keys === "data" || typeof node !== "object" || node === null) return node;
  if (Array.isArray(node))
    return node.map((item) => normalized(document, item, "keywords", within));
  const { $ref, ...others } = node;
  if (typeof $ref === "string") {
    const target = resolve(document, $ref);
    // What contains itself, or is in another file, is not compared.
    if (target === undefined || within.includes($ref)) return unlike();
    const followed = normalized(document, target, keys, [...within, $ref]);
    const beside = normalized(document, others, keys, within);
    return isEmpty(beside) ? followed : { ...beside, $ref: followed };
  }
  const result = Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => !isWord(keys, key))
      .map(([key, value]) => [
        key,
        keys === "keywords" && sets.includes(key) && Array.isArray(value)
          ? value.toSorted()
          : normalized(document, value, keysBelow(keys, key), within),
      ]),
  );
  return keys === "keywords" ? withoutAllOf(result) : result;
}

/** @param {unknown} node */
const isEmpty = (node) => isDeepStrictEqual(node, {});

/**
 * @param {Record<string, any>} schema
 * @returns {any} as it is if its parts are not as easily merged
 */
function withoutAllOf(schema) {
  const { allOf, ...rest } = schema;
  if (!Array.isArray(allOf)) return schema;
  const parts = [...allOf, rest].filter((part) => !isEmpty(part));
  if (parts.length === 1) return parts[0];
  /** @type {Record<string, any>} */
  const merged = {};
  for (const part of parts) {
    if (typeof part !== "object") return schema;
    for (const [key, value] of Object.entries(part)) {
      const known = merged[key];
      if (!independent.includes(key)) return schema;
      if (known === undefined || isDeepStrictEqual(known, value))
        merged[key] = value;
      else if (key === "required")
        merged[key] = [...new Set([...known, ...value])].toSorted();
      else if (key === "properties" && canJoin(known, value))
        merged[key] = { ...known, ...value };
      else return schema;
    }
  }
  return merged;
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
