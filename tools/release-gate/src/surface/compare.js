import ts from "typescript-5";
import { compileProbes } from "./compile.js";
import { readSurface } from "./declarations.js";
import { directionsOf } from "./directions.js";
import { withStrictMethods } from "./strict-methods.js";

/**
 * @typedef {object} SurfaceChange
 * @property {string} name of the export
 * @property {import("../bump.js").Bump} bump
 * @property {string} what
 */

/**
 * Compares what an entry point exported with what it exports. What is gone is major, what is new is
 * minor. For what has changed, TypeScript decides: a program that reads what the functions give, and
 * writes what they take, must compile as before. What cannot be shown to is major.
 *
 * @param {string} before report of the last release
 * @param {string} after report of today
 * @param {string} directory of the package, whose dependencies the reports import
 * @returns {SurfaceChange[]}
 */
export function compareSurfaces(before, after, directory) {
  if (before === after) return [];
  const [old, current] = [readSurface(before), readSurface(after)];
  /** @type {SurfaceChange[]} */
  const changes = [];
  for (const name of current.exported)
    if (!old.exported.has(name))
      changes.push({ name, bump: "minor", what: "is a new export" });

  const kept = [];
  for (const name of old.exported) {
    if (current.exported.has(name)) kept.push(name);
    else
      changes.push({ name, bump: "major", what: "is not exported any more" });
  }
  const directions = directionsOf(old);
  const probes = kept.flatMap((name) => probesOf(name, old, directions(name)));
  const results = compileProbes(
    { Old: withStrictMethods(old.file), New: withStrictMethods(current.file) },
    probes.map(({ code }) => code),
    directory,
  );
  for (const name of kept) {
    const failed = probes.flatMap((probe, index) => {
      const error = results[index];
      return probe.name === name && error !== undefined
        ? [{ ...probe, error }]
        : [];
    });
    if (!failed.some(({ asks }) => asks === "same")) continue;
    const broken = failed.find(({ asks }) => asks === "compatible");
    changes.push(
      broken
        ? { name, bump: "major", what: `${broken.says}: ${broken.error}` }
        : { name, bump: "minor", what: "has changed compatibly" },
    );
  }
  return changes;
}

/**
 * Lines of TypeScript that compile only if the export is the same, or still of use.
 *
 * @param {string} name
 * @param {import("./declarations.js").Surface} surface
 * @param {Set<import("./directions.js").Direction>} directions
 */
function probesOf(name, { all }, directions) {
  const declaration = /** @type {ts.Node} */ (all.get(name));
  const isValue =
    ts.isFunctionDeclaration(declaration) ||
    ts.isVariableStatement(declaration);
  const sides = isValue
    ? [["typeof Old.", ""]]
    : ts.isClassDeclaration(declaration)
      ? [
          ["Old.", args(declaration)],
          ["typeof Old.", ""],
        ]
      : [["Old.", args(/** @type {ts.InterfaceDeclaration} */ (declaration))]];
  return sides.flatMap(([prefix = "", typeArguments]) => {
    const then = `${prefix}${name}${typeArguments}`;
    const now = then.replace("Old.", "New.");
    const reads = {
      name,
      asks: "compatible",
      says: "what is read has changed",
      code: `(now: ${now}): ${then} => now`,
    };
    const writes = {
      name,
      asks: "compatible",
      says: "what is written has changed",
      code: `(then: ${then}): ${now} => then`,
    };
    const keys = {
      name,
      asks: "compatible",
      says: "a property is gone",
      code: `(key: keyof (${then})): keyof (${now}) => key`,
    };
    return [
      {
        name,
        asks: "same",
        says: "",
        code: `(same: Same<${then}, ${now}>): true => same`,
      },
      ...(isValue || directions.has("read") ? [reads] : []),
      ...(!isValue && directions.has("written") ? [writes] : []),
      keys,
    ];
  });
}

/** @param {{ typeParameters?: readonly unknown[] }} declaration */
const args = ({ typeParameters = [] }) =>
  typeParameters.length === 0
    ? ""
    : `<${typeParameters.map((_, index) => `Argument<${index}>`).join(", ")}>`;
