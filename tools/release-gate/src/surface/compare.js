/**
 * @typedef {object} SurfaceChange
 * @property {string} name of the export
 * @property {"gone" | "new" | "changed"} kind
 * @property {string} [before] its declaration in the older report
 * @property {string} [after] its declaration in the newer one
 */

/**
 * Compares what an entry point exported with what it exports, export by export. What a declaration that
 * is not exported says is compared with that of the exports that it is part of.
 *
 * @param {string} before report of the last release
 * @param {string} after report of today
 * @returns {SurfaceChange[]}
 */
export function compareSurfaces(before, after) {
  if (before === after) return [];
  const [old, current] = [readSurface(before), readSurface(after)];
  /** @type {SurfaceChange[]} */
  const changes = [];
  for (const [name, { text, isExported }] of old) {
    const now = current.get(name);
    if (isExported && !now?.isExported)
      changes.push({ name, kind: "gone", before: text });
    else if (now && now.text !== text)
      changes.push({ name, kind: "changed", before: text, after: now.text });
  }
  for (const [name, { text, isExported }] of current)
    if (isExported && !old.get(name)?.isExported)
      changes.push({ name, kind: "new", after: text });
  return changes;
}

const declaration =
  /^(export )?(?:default )?(?:declare )?(?:abstract )?(?:class|const|enum|function|interface|let|namespace|type|var) ([\w$]+)/;

/**
 * @param {string} report as API Extractor writes it
 * @returns {Map<string, { text: string, isExported: boolean }>} the declarations by name; those of a function that is overloaded as one
 */
export function readSurface(report) {
  const [, source] = /^```ts$(.*)^```$/ms.exec(report) ?? [];
  if (source === undefined)
    throw new Error(
      "A report of the TypeScript API has no declarations. Expected a block of TypeScript from API Extractor. Run `npx -y pnpm@12 generate`.",
    );
  const surface = new Map();
  // A comment with the release tag stands before each declaration, and after an empty line.
  for (const block of source.split(/\n\n(?=\/\/ @|\/\/ \(|export |import )/)) {
    const text = block.replace(/^\s*(\/\/.*\n)*/, "").trim();
    const [, exported, name] = declaration.exec(text) ?? [];
    if (name === undefined) continue;
    const known = surface.get(name);
    surface.set(name, {
      text: known ? `${known.text}\n${text}` : text,
      isExported: exported !== undefined || known?.isExported === true,
    });
  }
  return surface;
}
