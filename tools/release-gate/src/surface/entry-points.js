import { join } from "node:path";

/**
 * @typedef {object} EntryPoint
 * @property {string} name as it is imported, `@melio-platform/client/cache` say
 * @property {string} types path of its declarations
 * @property {string} report file name of its report
 */

/**
 * @param {import("../workspace.js").Manifest} manifest
 * @param {string} directory of the package
 * @returns {EntryPoint[]} the entry points of a package that have types
 */
export const typedEntryPoints = ({ name, exports = {} }, directory) =>
  Object.entries(exports).flatMap(([subpath, target]) => {
    const types =
      target && typeof target === "object" && "types" in target && target.types;
    if (typeof types !== "string") return [];
    return [
      {
        name: name + subpath.slice(".".length),
        types: join(directory, types),
        report: `${subpath.slice("./".length).replaceAll("/", "-") || "index"}.api.md`,
      },
    ];
  });
