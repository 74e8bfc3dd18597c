import { createTokenCache } from "@melio-platform/client/cache";
import { createMinter } from "./minter.js";

/** @typedef {{ name: string, mints: number, least: number, milliseconds: number }} Crowd */

/**
 * Callers who all come at once.
 *
 * @returns {Promise<Crowd[]>}
 */
export async function measureCrowds() {
  return [
    await come("10,000 callers, one Account", 10_000, 1),
    await come("1,000 callers, each with its Account", 1_000, 1_000),
    await come("10,000 callers, 1,000 Accounts", 10_000, 1_000),
  ];
}

/**
 * @param {string} name
 * @param {number} callers
 * @param {number} accounts
 */
async function come(name, callers, accounts) {
  const { melio, mints } = createMinter();
  const tokens = createTokenCache({ melio });
  const start = performance.now();
  await Promise.all(
    Array.from({ length: callers }, (_, i) =>
      tokens.get(`acc_${i % accounts}`),
    ),
  );
  const milliseconds = performance.now() - start;
  return { name, mints: mints(), least: accounts, milliseconds };
}
