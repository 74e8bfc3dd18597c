// All contestants in one process, since two processes of one program differ by more than two of these
// clients do. They take turns, and what one leaves to the garbage collector meets the others alike.

// By an address that the type checker does not follow: the contestants are installed and checked apart.
const all = new URL("contestants/contestants.js", import.meta.url);
/** @type {{ contestants: import("../client.js").Contestant[] }} */
const { contestants } = await import(all.href);

/** Enough for the runtime to have optimized what a program that stays up runs. */
const warmUpCalls = 2_500;
const rounds = 300;
const callsPerTurn = 40;

const [, , origin = "", baseUrl = ""] = process.argv;
const runners = contestants.map(({ connect }) => ({
  mint: connect({ origin, baseUrl }),
  /** @type {import("../client.js").Turn[]} */
  turns: [],
}));
for (const { mint } of runners) await takeTurn(mint, warmUpCalls);
for (let round = 0; round < rounds; round++) {
  const first = round % runners.length;
  const order = [...runners.slice(first), ...runners.slice(0, first)];
  if (round % 2 === 1) order.reverse();
  for (const { mint, turns } of order)
    turns.push(await takeTurn(mint, callsPerTurn));
}
process.send?.(runners.map(({ turns }) => turns));

/**
 * @param {() => Promise<string>} mint
 * @param {number} calls
 * @returns {Promise<import("../client.js").Turn>}
 */
async function takeTurn(mint, calls) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let call = 0; call < calls; call++) await mint();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return {
    microseconds: (milliseconds * 1_000) / calls,
    cpu: (user + system) / calls,
  };
}
