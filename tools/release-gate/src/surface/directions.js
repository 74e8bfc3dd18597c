import ts from "typescript-5";

/** @typedef {"read" | "written"} Direction by the package's user */

/**
 * Which types a user reads, since a function gives them, and which one writes, since a function takes
 * them. A type that no function names is read: errors are thrown, bodies are received.
 *
 * @param {import("./declarations.js").Surface} surface
 * @returns {(name: string) => Set<Direction>}
 */
export function directionsOf({ all, exported }) {
  /** @type {Map<string, Set<Direction>>} */
  const found = new Map();

  /**
   * @param {ts.Node} node
   * @param {Direction} direction
   */
  const walk = (node, direction) => {
    if (ts.isParameter(node)) {
      const { type } = node;
      if (type) walk(type, direction === "read" ? "written" : "read");
      return;
    }
    if (ts.isIdentifier(node)) {
      const declaration = all.get(node.text);
      if (!declaration) return;
      const directions = found.get(node.text) ?? new Set();
      if (directions.has(direction)) return;
      found.set(node.text, directions.add(direction));
      walk(declaration, direction);
      return;
    }
    ts.forEachChild(node, (child) => {
      const isOwnName = "name" in node && node.name === child;
      if (!isOwnName) walk(child, direction);
    });
  };

  for (const name of exported) {
    const declaration = all.get(name);
    if (!declaration || isType(declaration)) continue;
    found.set(name, new Set(["read"]));
    walk(declaration, "read");
  }
  return (name) => found.get(name) ?? new Set(["read"]);
}

/** @param {ts.Node} node */
const isType = (node) =>
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
