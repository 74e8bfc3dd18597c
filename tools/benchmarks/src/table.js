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

/**
 * A ratio of two figures of one run, and what it is held to. A miss is a line to read: the figures are
 * of this machine at this time.
 *
 * @typedef {[what: string, ratio: number, relation: "<=" | ">=", limit: number]} Budget
 */

/** @param {Budget} budget */
const holds = ([, ratio, relation, limit]) =>
  relation === "<=" ? ratio <= limit : ratio >= limit;

/**
 * @param {Budget[]} ratios
 * @returns {Table}
 */
export const budgetTable = (ratios) => ({
  title: "Ratios within this run",
  columns: ["what", "ratio", "budget", ""],
  rows: ratios.map((budget) => [
    budget[0],
    budget[1].toFixed(2),
    `${budget[2]} ${budget[3]}`,
    holds(budget) ? "" : "MISSED",
  ]),
});
