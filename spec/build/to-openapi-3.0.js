import { Converter } from "@apiture/openapi-down-convert";

/**
 * Rewrites a description as OpenAPI 3.0, for tools that refuse 3.1. The converter does the most; what it leaves
 * alone, although 3.0 does not know it, is changed before.
 *
 * @param {{ info: { summary?: string } }} description a bundled OpenAPI 3.1 document; it stays as it is
 * @returns {object}
 */
export function toOpenapi30(description) {
  const prepared = structuredClone(description);
  delete prepared.info.summary;
  foldNull(prepared);
  return new Converter(prepared, { allOfTransform: true }).convert();
}

/**
 * 3.0 has no type "null". A union that has it as a member is the same as the union of the others, one of which
 * also takes null: the converter then writes `nullable: true`.
 *
 * @param {unknown} node
 */
function foldNull(node) {
  if (typeof node !== "object" || node === null) return;
  for (const child of Object.values(node)) foldNull(child);
  for (const union of ["anyOf", "oneOf"]) {
    const members = Reflect.get(node, union);
    if (!Array.isArray(members)) continue;
    const others = members.filter(({ type }) => type !== "null");
    if (others.length === members.length) continue;
    const taker = others.find(({ type }) => typeof type === "string");
    if (taker) taker.type = [taker.type, "null"];
    // In 3.0 only a schema with a type of its own can take null.
    else others.push({ type: ["object", "null"], enum: [null] });
    Reflect.set(node, union, others);
  }
}
