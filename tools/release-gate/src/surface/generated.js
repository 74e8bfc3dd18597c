import { readSurface } from "./declarations.js";

// What openapi-typescript writes, whatever the spec.
const generated = ["$defs", "components", "operations", "paths", "webhooks"];

/**
 * Takes the generated types of one report into another. Whether a field of the API may change so hangs
 * on its direction, which the spec knows and the types do not: where the spec's change is rated, that
 * of the types which are generated from it is not rated again.
 *
 * @param {string} source
 * @param {string} target
 * @returns {string} the target's report with the source's generated types
 */
export function withGeneratedOf(source, target) {
  const [from, into] = [readSurface(source), readSurface(target)];
  let text = into.file.text;
  const replaced = [...into.all]
    .filter(([name]) => generated.includes(name))
    .toSorted(([, a], [, b]) => b.pos - a.pos);
  for (const [name, { pos, end }] of replaced) {
    const other = from.all.get(name)?.getFullText() ?? "";
    text = text.slice(0, pos) + other + text.slice(end);
  }
  for (const name of generated)
    if (!into.all.has(name)) text += from.all.get(name)?.getFullText() ?? "";
  return `\`\`\`ts\n${text}\n\`\`\`\n`;
}
