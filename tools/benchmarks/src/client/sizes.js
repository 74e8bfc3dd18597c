/**
 * @typedef {import("./contestant.js").Contestant} Contestant
 * @typedef {{ minified: number, gzipped: number }} Size in bytes
 *
 * @typedef {object} Bundler
 * @property {(entry: string) => Size} sizeByEsbuild
 * @property {(entry: string) => Record<string, Size>} sizesByOtherMinifiers
 *
 * @typedef {Size & { name: string, byOtherMinifiers?: Record<string, Size> }} SizeOf
 */

/** The one that the budgets are about. */
export const ours = "@melio-platform/client";

/**
 * @param {readonly Contestant[]} contestants
 * @param {Bundler} bundler
 * @returns {SizeOf[]}
 */
export function measureSizes(contestants, bundler) {
  return contestants.map(({ name, entry }) => {
    if (entry === undefined) return { name, minified: 0, gzipped: 0 };
    const size = { name, ...bundler.sizeByEsbuild(entry) };
    return name === ours
      ? { ...size, byOtherMinifiers: bundler.sizesByOtherMinifiers(entry) }
      : size;
  });
}
