import { parse, stringify } from "yaml";

/** The components that are an operation's own; what they have in common with others stays shared. */
const own = [
  ["responses", "AccessToken"],
  ["schemas", "PostAuthResponse"],
  ["schemas", "PostAuthResponseData"],
];

/**
 * Makes a description of many operations from one that has one: each new one is a copy with a path, an
 * ID and components of its own.
 *
 * @param {string} yaml the description, as it is written
 * @param {number} operations how many there are to be
 * @returns {string}
 */
export function growSpec(yaml, operations) {
  const spec = parse(yaml);
  const [[path, item]] = /** @type {[[string, object]]} */ (
    Object.entries(spec.paths)
  );
  for (let index = 1; index < operations; index += 1) {
    const suffix = String(index).padStart(4, "0");
    const copy = (/** @type {unknown} */ node) => renamed(node, suffix);
    spec.paths[`${path}-${suffix}`] = copy(item);
    for (const [kind = "", name = ""] of own) {
      const components = spec.components[kind];
      if (!components[name])
        throw new Error(`The spec has no ${kind}/${name} to copy.`);
      components[`${name}${suffix}`] = copy(components[name]);
    }
  }
  return stringify(spec, { aliasDuplicateObjects: false });
}

/**
 * @param {unknown} node
 * @param {string} suffix
 */
function renamed(node, suffix) {
  let text = JSON.stringify(node).replace(
    /"operationId":"(\w+)"/g,
    `"operationId":"$1${suffix}"`,
  );
  for (const [kind, name] of own)
    text = text.replaceAll(
      `"#/components/${kind}/${name}"`,
      `"#/components/${kind}/${name}${suffix}"`,
    );
  return JSON.parse(text);
}
