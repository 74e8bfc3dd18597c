/** @returns {Promise<import("../suites.js").Outcome>} */
export async function run() {
  return { tables: [], results: {}, missed: [] };
}
