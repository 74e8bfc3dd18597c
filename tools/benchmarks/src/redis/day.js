// A day of many Accounts, with all that a day can bring.
import { moment } from "./moved-clock.js";

/**
 * @typedef {import("./fleet.js").Fleet} Fleet
 * @typedef {import("./backend.js").Given} Given
 * @typedef {import("./backend.js").Invalidated} Invalidated
 */

const minute = 60_000; // milliseconds
const steps = 1_440; // a day, minute by minute
const refreshBefore = 5 * minute;
export const lifetime = 60 * minute;
const accounts = Array.from({ length: 10_000 }, (_, index) => `acc_${index}`);
const accountsPerStep = 250; // each of which all processes ask for at once
/** 1,000 in the day. */
const invalidation = { every: 36, of: 25 };

/** In which steps what happens. */
const restarts = [400, 1_120];
const failure = { from: 600, to: 660 }; // an hour
const rotation = 900;

/** @param {Fleet} fleet */
export async function liveThroughDay(fleet) {
  const { upstream, processes } = fleet;
  /** @type {Given[]} */
  const wrong = [];
  const counts = { gets: 0, expired: 0, foreign: 0, revoked: 0 };
  /** @type {Map<string, number>} */
  const failures = new Map();
  /** @type {Map<string, number>} */
  const errors = new Map();
  /** @type {Map<string | null, Invalidated[]>} by Account; `null` is all of them */
  const invalidated = new Map();
  /** @type {number[]} moments from which the store had nothing any more */
  const losses = [];
  /** @type {string[]} */
  let revoked = [];

  /** @param {Given} given */
  function check(given) {
    const [account, began, beganTime, number, failed] = given;
    counts.gets++;
    if (failed) {
      failures.set(failed, (failures.get(failed) ?? 0) + 1);
      return;
    }
    const token = upstream.minted[number];
    const isRevoked = () =>
      invalidationsOf(account, invalidated).some(
        ([, from, to, isConfirmed]) =>
          isConfirmed && to < began && Number(token?.at) < from,
      );
    if (token?.account !== account) counts.foreign++;
    else if (token.expiresAt <= beganTime) counts.expired++;
    else if (isRevoked()) counts.revoked++;
    else return;
    wrong.push(given);
  }

  for (let now = 0; now < steps; now++) {
    fleet.moveOn(minute);
    upstream.failure =
      now < failure.from || now >= failure.to
        ? undefined
        : now % 2 === 0
          ? { status: 429, headers: { "Retry-After": "90" } }
          : { status: 503, headers: {} };
    if (now === rotation) upstream.key = "sk_live_second_key";

    const wanted = [...revoked, ...sample(accounts, accountsPerStep)];
    // While they are asked for, and once more in the next step.
    revoked = sample(
      wanted,
      now % invalidation.every === 0 ? invalidation.of : 0,
    );
    const restart = async () => {
      if (!restarts.includes(now)) return;
      losses.push(moment());
      await fleet.redis.restart();
    };
    const [reports] = await Promise.all([
      fleet.command((index) => ({
        get: wanted,
        invalidate: [
          ...revoked.filter((_, each) => each % processes === index),
          ...(now === rotation && index === 0 ? [null] : []),
        ],
        ...(now === 0 && {
          start: { store: /** @type {const} */ ("with a lock"), refreshBefore },
        }),
      })),
      restart(),
    ]);
    for (const report of reports)
      for (const each of report.invalidated)
        invalidated.set(each[0], [...(invalidated.get(each[0]) ?? []), each]);
    for (const { given, errors: told } of reports) {
      for (const each of given) check(each);
      for (const error of told) errors.set(error, (errors.get(error) ?? 0) + 1);
    }
  }
  const invalidations = [...invalidated.values()].flat();
  return {
    ...counts,
    failures: Object.fromEntries(failures),
    reported: [...errors.values()].reduce((sum, each) => sum + each, 0),
    errors: Object.fromEntries(errors),
    wrong: wrong.slice(0, 10),
    invalidations: invalidations.length,
    unconfirmed: invalidations.filter(([, , , isConfirmed]) => !isConfirmed)
      .length,
    refused: upstream.refused,
    mints: upstream.minted.length,
    ...explainMints(upstream.minted, invalidated, losses),
  };
}

/**
 * Why each token had to be minted, or that it had not: the one before it was not due for renewal, and
 * neither revoked nor lost.
 *
 * @param {import("./upstream.js").Minted[]} minted
 * @param {Map<string | null, Invalidated[]>} invalidated
 * @param {number[]} losses
 */
function explainMints(minted, invalidated, losses) {
  const reasons = { first: 0, due: 0, invalidated: 0, lost: 0, needless: 0 };
  /** @type {Map<string, import("./upstream.js").Minted>} */
  const latest = new Map();
  for (const token of minted) {
    const before = latest.get(token.account);
    latest.set(token.account, token);
    const wasInvalidated = () =>
      invalidationsOf(token.account, invalidated).some(
        ([, began, ended]) => began <= token.at && Number(before?.at) <= ended,
      );
    if (!before) reasons.first++;
    else if (token.time >= before.expiresAt - refreshBefore) reasons.due++;
    else if (wasInvalidated()) reasons.invalidated++;
    else if (losses.some((lost) => before.at < lost && lost <= token.at))
      reasons.lost++;
    else reasons.needless++;
  }
  return reasons;
}

/**
 * Those of an Account, and of all.
 *
 * @param {string} account
 * @param {Map<string | null, Invalidated[]>} invalidated
 */
const invalidationsOf = (account, invalidated) =>
  [account, null].flatMap((whose) => invalidated.get(whose) ?? []);

/**
 * @template T
 * @param {readonly T[]} list
 * @param {number} size
 * @returns {T[]} different ones, at random
 */
function sample(list, size) {
  const chosen = new Set();
  while (chosen.size < size)
    chosen.add(list[Math.floor(Math.random() * list.length)]);
  return [...chosen];
}
