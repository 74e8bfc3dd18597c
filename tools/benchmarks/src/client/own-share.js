import { median } from "../statistics.js";
import { successBody } from "./token-call.js";

const warmUpCalls = 3_000;
const rounds = 30;
const callsPerTurn = 300;

const body = new TextEncoder().encode(successBody);

/** @typedef {{ name: string, cpu: number }} ShareOf microseconds of one call, the median of the rounds */

/**
 * The clients' own work: processor time of a call whose `fetch` makes the Request, as every fetch
 * does, and answers from memory. Shows what a busy machine and its network hide. Leaves out who
 * does not go through the global `fetch` at the time of the call.
 *
 * @param {readonly import("./contestant.js").Contestant[]} contestants
 * @param {import("./contestant.js").Server} server
 * @returns {Promise<ShareOf[]>}
 */
export async function measureOwnShare(contestants, server) {
  const original = globalThis.fetch;
  let answered = 0;
  globalThis.fetch = async (input, init) => {
    answered++;
    new Request(input, init);
    return createResponse();
  };
  try {
    const runners = [];
    for (const { name, connect } of contestants) {
      const mint = connect(server);
      const before = answered;
      await mint();
      if (answered > before)
        runners.push({ name, mint, turns: /** @type {number[]} */ ([]) });
    }
    for (const { mint } of runners) await cpuOfCall(mint, warmUpCalls);
    for (let round = 0; round < rounds; round++) {
      for (const { mint, turns } of runners)
        turns.push(await cpuOfCall(mint, callsPerTurn));
    }
    return runners.map(({ name, turns }) => ({ name, cpu: median(turns) }));
  } finally {
    globalThis.fetch = original;
  }
}

/** With a stream for a body, as one from the network has. */
function createResponse() {
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(body);
      controller.close();
    },
  });
  return new Response(stream, {
    headers: {
      "Content-Type": "application/json",
      "Content-Length": `${body.length}`,
    },
  });
}

/**
 * @param {() => Promise<string>} mint
 * @param {number} calls
 * @returns {Promise<number>} in microseconds
 */
async function cpuOfCall(mint, calls) {
  const start = process.cpuUsage();
  for (let call = 0; call < calls; call++) await mint();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / calls;
}
