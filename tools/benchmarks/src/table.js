/**
 * @typedef {object} Table
 * @property {string} title
 * @property {string[]} columns the first is a name, the others are numbers
 * @property {(string | number)[][]} rows
 */

/**
 * @param {Table} table
 * @returns {string}
 */
export function formatTable({ title, columns, rows }) {
  const lines = [columns, ...rows.map((row) => row.map(String))];
  const widths = columns.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? "").length)),
  );
  const formatted = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [title, "", formatted[0], rule, ...formatted.slice(1)].join("\n");
}
