/**
 * A ratio of two figures of one run, and what it is held to. A miss is a line to read: the figures are
 * of this machine at this time.
 *
 * @typedef {[what: string, ratio: number, relation: "<=" | ">=", limit: number]} Budget
 */

/** @param {Budget} budget */
export const holds = ([, ratio, relation, limit]) =>
  relation === "<=" ? ratio <= limit : ratio >= limit;

/**
 * @param {Budget[]} ratios
 * @returns {import("./table.js").Table}
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
