/**
 * A Markdown table.
 * @param {string[]} head
 * @param {string[][]} rows Cells in Markdown; line breaks become spaces.
 */
export const markdownTable = (head, rows) =>
  [head, head.map(() => "---"), ...rows]
    .map((row) => `| ${row.map(cell).join(" | ")} |`)
    .join("\n");

/** @param {string} text */
const cell = (text) =>
  text
    .replace(/\s+/g, " ")
    .replaceAll(/(?<!\\)\|/g, "\\|")
    .trim();
