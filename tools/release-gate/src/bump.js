import semver from "semver";

/** @typedef {"none" | "patch" | "minor" | "major"} Bump */

/** @type {Bump[]} */
const order = ["none", "patch", "minor", "major"];

/**
 * @param {Bump} bump
 * @param {Bump} other
 */
export const isAtLeast = (bump, other) =>
  order.indexOf(bump) >= order.indexOf(other);

/**
 * @param {Bump[]} bumps
 * @returns {Bump} the highest of them
 */
export const highest = (bumps) =>
  order.findLast((bump) => bumps.includes(bump)) ?? "none";

/**
 * @param {string} released
 * @param {string} planned
 * @returns {Bump} what leads from one version to the other; pre-release labels do not count
 */
export function bumpBetween(released, planned) {
  if (semver.lt(planned, released)) return "none";
  const [from, to] = [parse(released), parse(planned)];
  if (from.major !== to.major) return "major";
  if (from.minor !== to.minor) return "minor";
  return from.patch === to.patch ? "none" : "patch";
}

/**
 * Before 1.0.0, a caret range accepts patches only (`^0.4.1` is `<0.5.0`). So a minor release reaches nobody
 * without their consent, and may break.
 *
 * @param {Bump} rating
 * @param {string} released
 * @returns {Bump} the least bump that may follow this version
 */
export const neededBump = (rating, released) =>
  rating === "major" && parse(released).major === 0 ? "minor" : rating;

/** @param {string} version */
function parse(version) {
  const parsed = semver.parse(version);
  if (parsed) return parsed;
  throw new Error(
    `${version} is not a version. Expected three numbers, as in 1.4.0.`,
  );
}
