// What a cached token costs beside a bare look-up, and how often a crowd has one minted.
import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { median } from "./statistics.js";

const hour = 3_600_000; // milliseconds
const rounds = 40;
const callsPerTurn = 100_000;

/** A cache whose client's `fetch` mints at once, and counts. */
function createCountedCache() {
  let mints = 0;
  const melio = createMelioClient({
    apiKey: "sk_test_0123456789abcdef",
    baseUrl: "https://api.test/v1",
    fetch: async () => {
      mints++;
      const data = {
        accessToken: `at_${mints}`,
        refreshToken: `rt_${mints}`,
        expiresAt: new Date(Date.now() + hour).toISOString(),
      };
      return Response.json({ data });
    },
  });
  return { tokens: createTokenCache({ melio }), mints: () => mints };
}

/** In turns: a look-up in a Map that gives a promise, and a `get` of what is cached. */
async function measureTimes() {
  const { tokens } = createCountedCache();
  const accounts = Array.from({ length: 1_000 }, (_, i) => `acc_${i}`);
  /** @type {Map<string, object>} */
  const map = new Map();
  for (const name of accounts) map.set(name, await tokens.get(name));
  const { signal } = new AbortController();
  /** @type {[string, (account: string) => Promise<unknown>][]} */
  const ways = [
    ["a Map and a promise", async (account) => map.get(account)],
    ["tokens.get", (account) => tokens.get(account)],
    ["tokens.get with a signal", (account) => tokens.get(account, { signal })],
  ];
  const turns = ways.map(() => /** @type {number[]} */ ([]));
  for (let round = -2; round < rounds; round++) {
    for (const [index, [, get]] of ways.entries()) {
      const start = process.hrtime.bigint();
      for (let call = 0; call < callsPerTurn; call++)
        await get(accounts[call % accounts.length] ?? "");
      const elapsed = Number(process.hrtime.bigint() - start) / callsPerTurn;
      if (round >= 0) turns[index]?.push(elapsed); // the first ones warm up
    }
  }
  return ways.map(([name], index) => ({
    name,
    nanoseconds: median(turns[index] ?? []),
    ratio: median(
      (turns[index] ?? []).map(
        (turn, round) => turn / (turns[0]?.[round] ?? Number.NaN),
      ),
    ),
  }));
}

/**
 * Callers who all come at once.
 *
 * @param {number} callers
 * @param {number} accounts
 */
async function measureCrowd(callers, accounts) {
  const { tokens, mints } = createCountedCache();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: callers }, (_, i) =>
      tokens.get(`acc_${i % accounts}`),
    ),
  );
  const milliseconds = performance.now() - start;
  return { callers, accounts, mints: mints(), milliseconds };
}

/** @returns {Promise<import("./bench.js").Outcome>} */
export async function run() {
  const times = await measureTimes();
  const crowds = [
    await measureCrowd(10_000, 1),
    await measureCrowd(1_000, 1_000),
    await measureCrowd(10_000, 1_000),
  ];
  return {
    ratios: [
      ...times
        .slice(1)
        .map(
          ({ name, ratio }) =>
            /** @type {import("./table.js").Budget} */ ([
              `${name}, to a Map and a promise`,
              ratio,
              "<=",
              5,
            ]),
        ),
      ...crowds.map(
        ({ callers, accounts, mints }) =>
          /** @type {import("./table.js").Budget} */ ([
            `${callers} callers: mints, to Accounts`,
            mints / accounts,
            "<=",
            1,
          ]),
      ),
    ],
    results: { times, crowds },
    tables: [
      {
        title: "A cached token: medians of turns",
        columns: ["way", "nanoseconds", "ratio"],
        rows: times.map(({ name, nanoseconds, ratio }) => [
          name,
          nanoseconds.toFixed(0),
          ratio.toFixed(2),
        ]),
      },
      {
        title: "Callers who come at once",
        columns: ["callers", "Accounts", "mints", "milliseconds"],
        rows: crowds.map(({ callers, accounts, mints, milliseconds }) => [
          callers,
          accounts,
          mints,
          milliseconds.toFixed(0),
        ]),
      },
    ],
  };
}
