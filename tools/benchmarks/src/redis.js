// The token cache in many processes over one Redis: mints per renewal, what a `get` takes, and a whole day.
import { lifetime, liveThroughDay } from "./redis/day.js";
import { startFleet } from "./redis/fleet.js";

/** @typedef {import("./redis/fleet.js").Fleet} Fleet */

const second = 1_000; // milliseconds
const storeKinds = /** @type {const} */ ([
  "none",
  "get and set",
  "with a lock",
]);
const refreshBefore = 60 * second;

/** @type {[way: string, start: import("./redis/backend.js").Start][]} */
const ways = [
  ["memory alone", { store: "none" }],
  ["over Redis", { store: "with a lock" }],
  [
    "over Redis, trustMemoryFor",
    { store: "with a lock", trustMemoryFor: 600 * second },
  ],
];

/**
 * All processes ask for all Accounts, again and again while their tokens become due for renewal.
 *
 * @param {Fleet} fleet
 * @param {import("./redis/backend.js").StoreKind} store
 */
async function measureRenewal(fleet, store) {
  const get = Array.from(
    { length: 500 },
    (_, index) => `acc_${store}_${index}`,
  );
  await fleet.command(() => ({ start: { store, refreshBefore } }));
  // One after the other, as they would have come before.
  for (let index = 0; index < fleet.processes; index++)
    await fleet.command((each) => ({ get: each === index ? get : [] }));
  const before = fleet.upstream.minted.length;
  fleet.moveOn(lifetime - refreshBefore);
  for (let time = 0; time < refreshBefore / 2; time += 2 * second) {
    await fleet.command(() => ({ get }));
    fleet.moveOn(2 * second);
  }
  return (fleet.upstream.minted.length - before) / get.length;
}

/**
 * @param {Fleet} fleet
 * @param {string} way
 * @param {import("./redis/backend.js").Start} start
 */
async function measureGet(fleet, way, start) {
  const get = [`acc_timed_${way}`];
  const [report] = await fleet.command((index) =>
    index === 0 ? { start, get, time: 20_000 } : {},
  );
  return report?.microseconds ?? Number.NaN;
}

/** @param {Fleet} fleet */
async function measure(fleet) {
  const mints = [];
  for (const store of storeKinds)
    mints.push({ store, mints: await measureRenewal(fleet, store) });
  const gets = [];
  for (const [way, start] of ways)
    gets.push({ way, microseconds: await measureGet(fleet, way, start) });
  fleet.upstream.minted.length = 0;
  return { mints, gets, day: await liveThroughDay(fleet) };
}

/** @typedef {Awaited<ReturnType<typeof measure>>} Figures */

/** @returns {Promise<import("./bench.js").Outcome>} */
export async function run() {
  const fleet = await startFleet(lifetime);
  try {
    const figures = await measure(fleet);
    return {
      ratios: ratiosOf(figures),
      results: figures,
      tables: tablesOf(figures, fleet.processes),
    };
  } finally {
    await fleet.stop();
  }
}

/**
 * @param {Figures} figures
 * @returns {import("./table.js").Budget[]}
 */
function ratiosOf({ mints, day }) {
  const renewal = mints.find(({ store }) => store === "with a lock");
  const leastMints = day.mints - day.needless;
  const wrong = day.expired + day.foreign + day.revoked;
  return [
    [
      "mints per renewal, with a lock",
      renewal?.mints ?? Number.NaN,
      "<=",
      1.02,
    ],
    [
      "a day's mints, to the least possible",
      day.mints / leastMints,
      "<=",
      1.02,
    ],
    ["a day's expired, foreign and revoked tokens", wrong, "<=", 0],
  ];
}

/**
 * @param {Figures} figures
 * @param {number} processes
 * @returns {import("./table.js").Table[]}
 */
function tablesOf({ mints, gets, day }, processes) {
  const bare = gets[0]?.microseconds ?? Number.NaN;
  return [
    {
      title: `Mints per renewal: ${processes} processes that all ask`,
      columns: ["store", "mints"],
      rows: mints.map(({ store, mints }) => [store, mints.toFixed(3)]),
    },
    {
      title: "A get of a token that is in memory",
      columns: ["way", "microseconds", "ratio"],
      rows: gets.map(({ way, microseconds }) => [
        way,
        microseconds.toFixed(2),
        (microseconds / bare).toFixed(1),
      ]),
    },
    {
      title: `A day: 10,000 Accounts, ${processes} processes, one Redis that is restarted twice`,
      columns: ["what", "number"],
      rows: [
        ["gets", day.gets],
        ...Object.entries(day.failures).map(([kind, count]) => [
          `of them failed: ${kind}`,
          count,
        ]),
        ["expired tokens", day.expired],
        ["tokens of another Account", day.foreign],
        ["revoked tokens", day.revoked],
        ["invalidations", day.invalidations],
        ["of them not confirmed", day.unconfirmed],
        ["errors that onError received, of store and API", day.reported],
        ["requests that upstream refused", day.refused],
        ["mints", day.mints],
        ["first of an Account", day.first],
        ["due for renewal", day.due],
        ["after an invalidation", day.invalidated],
        ["after a loss of the store", day.lost],
        ["needless", day.needless],
      ],
    },
  ];
}
