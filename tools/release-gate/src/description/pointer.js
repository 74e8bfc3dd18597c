/**
 * @param {string} pointer `#/paths/~1auth~1token`, say
 * @returns {string[]} its keys
 */
export const keysOf = (pointer) =>
  pointer
    .slice("#/".length)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));

/**
 * @param {any} document
 * @param {string} reference the value of a `$ref`
 * @returns {any} undefined if it leads to nothing, or to another file
 */
export const resolve = (document, reference) =>
  reference.startsWith("#/")
    ? keysOf(reference).reduce((node, key) => node?.[key], document)
    : undefined;

/**
 * @param {any} document
 * @param {any} node
 * @returns {any} what it refers to, or itself
 */
export const follow = (document, node) =>
  node?.$ref ? follow(document, resolve(document, node.$ref)) : node;
