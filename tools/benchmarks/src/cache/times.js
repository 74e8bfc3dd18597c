import { createTokenCache } from "@melio-platform/client/cache";
import { median } from "../statistics.js";
import { createMinter } from "./minter.js";

const accounts = 1_000;
const rounds = 40;
const callsPerTurn = 100_000;

/** @typedef {{ name: string, nanoseconds: number, over: number }} TimeOf medians of the rounds */

/**
 * A `get` of what is cached beside a bare look-up in a Map that gives a promise, in turns.
 *
 * @returns {Promise<TimeOf[]>}
 */
export async function measureTimes() {
  const tokens = createTokenCache({ melio: createMinter().melio });
  const names = Array.from({ length: accounts }, (_, i) => `acc_${i}`);
  /** @type {Map<string, object>} */
  const map = new Map();
  for (const name of names) map.set(name, await tokens.get(name));
  const { signal } = new AbortController();

  const runners = [
    {
      name: "Map and a promise",
      /** @param {string} account @returns {Promise<unknown>} */
      get: async (account) => map.get(account),
    },
    {
      name: "tokens.get",
      /** @param {string} account */
      get: (account) => tokens.get(account),
    },
    {
      name: "tokens.get with a signal",
      /** @param {string} account */
      get: (account) => tokens.get(account, { signal }),
    },
  ].map((runner) => ({ ...runner, turns: /** @type {number[]} */ ([]) }));
  for (let round = -2; round < rounds; round++) {
    for (const { get, turns } of runners) {
      const start = process.hrtime.bigint();
      for (let call = 0; call < callsPerTurn; call++)
        await get(/** @type {string} */ (names[call % accounts]));
      const elapsed = Number(process.hrtime.bigint() - start) / callsPerTurn;
      if (round >= 0) turns.push(elapsed); // the first ones warm up
    }
  }
  const yardstick = runners[0]?.turns ?? [];
  return runners.map(({ name, turns }) => ({
    name,
    nanoseconds: median(turns),
    over: median(
      turns.map((turn, round) => turn - (yardstick[round] ?? Number.NaN)),
    ),
  }));
}
