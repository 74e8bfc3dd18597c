import { isDeepStrictEqual } from "node:util";

/** @typedef {import("./redocly-diff.js").Change} Change */

/** @typedef {{ base: any, revision: any }} Documents the two descriptions, parsed */

/** What people read, and no program. */
const words = [
  ...["$comment", "description", "example", "examples", "externalDocs"],
  ...["summary", "tags", "title", "x-codeSamples"],
];
/** Lists in which the order says nothing. */
const sets = ["enum", "required", "type"];

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
  const keys = path
    .replace(/^#\//, "")
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  // The whole operation, path or component.
  const [section = "", name = "", part = ""] = keys;
  if (section === "paths") {
    const before = documents.base.paths?.[name];
    const after = documents.revision.paths?.[name];
    if (!before || !after) return false;
    const changed = methods.includes(part) ? [part] : methods;
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
 * @param {any} item of a path
 * @param {string} method
 */
function operationOf(document, item, method) {
  if (item[method] === undefined) return undefined;
  const parameters = new Map();
  for (const list of [item.parameters ?? [], item[method].parameters ?? []])
    for (const parameter of normalized(document, list))
      parameters.set(`${parameter.in} ${parameter.name}`, parameter);
  const servers = item[method].servers ?? item.servers;
  return {
    ...normalized(document, item[method]),
    ...(servers && { servers: normalized(document, servers) }),
    parameters: [...parameters.entries()].toSorted().map(([, value]) => value),
  };
}

/**
 * @param {any} document
 * @param {any} node
 * @param {string[]} within the references that have been followed
 * @returns {any}
 */
function normalized(document, node, within = []) {
  if (Array.isArray(node))
    return node.map((item) => normalized(document, item, within));
  if (typeof node !== "object" || node === null) return node;
  if (typeof node.$ref === "string") {
    if (within.includes(node.$ref)) return { $ref: node.$ref };
    return normalized(document, resolve(document, node.$ref), [
      ...within,
      node.$ref,
    ]);
  }
  /** @type {Record<string, any>} */
  const result = {};
  for (const [key, value] of Object.entries(node)) {
    // A property may have any of these names; its schema is an object, as an example may be.
    if (words.includes(key) && !isSchemaMap(node)) continue;
    result[key] =
      sets.includes(key) && Array.isArray(value)
        ? value.toSorted()
        : normalized(document, value, within);
  }
  const { allOf, ...rest } = result;
  if (!Array.isArray(allOf)) return result;
  const merged = [...allOf, rest].reduce(merge, {});
  return merged === undefined ? result : merged;
}

/** Whether the keys are names that the description chose: of properties, say. @param {any} node */
const isSchemaMap = (node) =>
  Object.values(node).every(
    (value) => typeof value === "object" && value !== null,
  ) && !("type" in node);

/**
 * @param {any} into
 * @param {any} part
 * @returns {any} undefined if the two say something of the same thing, which is not as easily merged
 */
function merge(into, part) {
  if (into === undefined) return undefined;
  const merged = { ...into };
  for (const [key, value] of Object.entries(part)) {
    if (!(key in merged) || isDeepStrictEqual(merged[key], value))
      merged[key] = value;
    else if (key === "required")
      merged[key] = [...new Set([...merged[key], ...value])].toSorted();
    else if (key === "properties") {
      const properties = merge(merged[key], value);
      if (properties === undefined) return undefined;
      merged[key] = properties;
    } else return undefined;
  }
  return merged;
}

/** @param {any} document @param {string} reference */
function resolve(document, reference) {
  let target = document;
  for (const key of reference.slice("#/".length).split("/"))
    target = target?.[key.replaceAll("~1", "/").replaceAll("~0", "~")];
  return target;
}
