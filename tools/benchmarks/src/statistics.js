/**
 * @param {readonly number[]} values
 * @returns {number} NaN if there are none
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ index) => sorted[index] ?? Number.NaN;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? at(middle)
    : (at(middle - 1) + at(middle)) / 2;
}
