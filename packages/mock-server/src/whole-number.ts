/** What is wrong with a value that is to be a whole number of a range; `undefined` if nothing is. */
export function wholeNumberProblem(
  value: number,
  least: number,
  most: number,
): string | undefined {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range =
    most === Number.MAX_SAFE_INTEGER
      ? `of at least ${least}`
      : `from ${least} to ${most}`;
  return `Expected a whole number ${range}.`;
}
