/** In seconds, for the largest spec. */
const longestBuild = 30;
const longestStart = 2;
/** Ten times the operations may take eleven times as long; a constant part makes it less. */
const mostGrowth = 11;
/** A shorter step is noise in the main. */
const shortest = 1;

/**
 * @param {import("./measure.js").Measured[]} measured by growing size
 * @returns {string[]} a sentence for each budget that does not hold
 */
export function budgets(measured) {
  const [smaller, largest] = measured.slice(-2);
  if (!smaller || !largest) throw new Error("Two sizes at least");
  const missed = [];
  if (largest.build > longestBuild)
    missed.push(
      `${largest.operations} operations are built in ${largest.build.toFixed(1)} s, more than ${longestBuild}.`,
    );
  if (largest.start > longestStart)
    missed.push(
      `With ${largest.operations} operations the mock server starts in ${largest.start.toFixed(1)} s, more than ${longestStart}.`,
    );
  const factor = largest.operations / smaller.operations;
  for (const [name, { cpu }] of Object.entries(largest.steps)) {
    const before = smaller.steps[name]?.cpu ?? 0;
    const growth = cpu / before;
    if (cpu > shortest && growth > (mostGrowth * factor) / 10)
      missed.push(
        `${name}: ${growth.toFixed(1)} times the processor time for ${factor} times the operations.`,
      );
  }
  return missed;
}
