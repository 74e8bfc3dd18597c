// The client beside what a user would pick instead: size, time of a call, its own share of it, and memory.
import { start } from "./client/start-process.js";
import { basePath, successBody } from "./client/token-call.js";
import { loadCore, serverCore } from "./cores.js";
import { installContestants } from "./install-contestants.js";
import { median } from "./statistics.js";

/**
 * @typedef {{ name: string, entry?: string, connect: (server: Server) => () => Promise<string> }} Contestant
 * @typedef {{ origin: string, baseUrl: string }} Server
 * @typedef {{ microseconds: number, cpu: number }} Turn of one call
 * @typedef {{ minified: number, gzipped: number }} Size in bytes
 * @typedef {{ calls: number, heap: number }} Checkpoint heap in bytes, after garbage collection
 */

const directory = new URL("./client/contestants/", import.meta.url);
const ours = "@melio-platform/client";

/** A call of ours is held to be at most as slow. They do the same work, with a time limit. */
const peers = [
  "hey-api, with a timeout",
  "redocly, set as ours",
  "ky",
  "openai",
  "stripe over fetch",
];

/** Installs the contestants, and generates those that are generated. */
async function prepare() {
  installContestants(directory);
  await import(`${directory}generate.js`);
}

/**
 * Sequential calls over loopback, each compared with the yardstick's turn of the same round, so that
 * whatever else the machine does meanwhile hits all of them alike.
 *
 * @param {Contestant[]} contestants the yardstick first
 * @param {Server} server
 */
async function measureTimes(contestants, { origin, baseUrl }) {
  const process = await start(loadCore, "time-process.js", [origin, baseUrl]);
  process.stop();
  /** @type {Turn[][]} of each contestant */
  const all = process.message;
  return contestants.map(({ name }, index) => {
    const turns = all[index] ?? [];
    const ratios = turns.map(
      ({ microseconds }, round) =>
        microseconds / (all[0]?.[round]?.microseconds ?? Number.NaN),
    );
    return {
      name,
      microseconds: median(turns.map((turn) => turn.microseconds)),
      ratio: median(ratios),
      cpu: median(turns.map((turn) => turn.cpu)),
    };
  });
}

/**
 * Processor time of a call whose `fetch` makes the Request, as every fetch does, and answers from memory.
 * Leaves out who does not go through the global `fetch` at the time of the call.
 *
 * @param {Contestant[]} contestants
 * @param {Server} server
 */
async function measureOwnShare(contestants, server) {
  const original = globalThis.fetch;
  const body = new TextEncoder().encode(successBody);
  let answered = 0;
  globalThis.fetch = async (input, init) => {
    answered++;
    new Request(input, init);
    // With a stream for a body, as one from the network has.
    return new Response(new Blob([body]).stream(), {
      headers: {
        "Content-Type": "application/json",
        "Content-Length": `${body.length}`,
      },
    });
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
    for (const { mint } of runners) await cpuOfCall(mint, 3_000); // warms up
    for (let round = 0; round < 30; round++)
      for (const { mint, turns } of runners)
        turns.push(await cpuOfCall(mint, 300));
    return runners.map(({ name, turns }) => ({ name, cpu: median(turns) }));
  } finally {
    globalThis.fetch = original;
  }
}

/**
 * @param {() => Promise<string>} mint
 * @param {number} calls
 * @returns {Promise<number>} in microseconds
 */
async function cpuOfCall(mint, calls) {
  const begin = process.cpuUsage();
  for (let call = 0; call < calls; call++) await mint();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / calls;
}

/**
 * @param {Contestant[]} contestants
 * @param {Server} server
 */
async function measureOnServer(contestants, server) {
  const times = await measureTimes(contestants, server);
  const shares = await measureOwnShare(contestants, server);
  const args = [server.baseUrl];
  const counted = await start(loadCore, "memory-process.js", args, [
    "--expose-gc",
  ]);
  counted.stop();
  /** @type {Checkpoint[]} */
  const memory = counted.message;
  return { times, shares, memory };
}

/** @typedef {Awaited<ReturnType<typeof measureOnServer>> & { sizes: ({ name: string } & Size)[] }} Figures */

/** @returns {Promise<import("./bench.js").Outcome>} */
export async function run() {
  await prepare();
  /** @type {{ contestants: Contestant[] }} */
  const { contestants } = await import(`${directory}contestants.js`);
  /** @type {{ sizeOf: (entry: string) => Size }} */
  const { sizeOf } = await import(`${directory}bundle.js`);
  const sizes = contestants.flatMap(({ name, entry }) =>
    entry ? [{ name, ...sizeOf(entry) }] : [],
  );
  const served = await start(serverCore, "server.js");
  const origin = `http://127.0.0.1:${served.message}`;
  const server = { origin, baseUrl: origin + basePath };
  try {
    const figures = {
      sizes,
      ...(await measureOnServer(contestants, server)),
    };
    return {
      ratios: ratiosOf(figures),
      results: figures,
      tables: tablesOf(figures),
    };
  } finally {
    served.stop();
  }
}

/**
 * @param {Figures} figures
 * @returns {import("./table.js").Budget[]}
 */
function ratiosOf({ sizes, times, memory }) {
  const ratio = (/** @type {string} */ name) =>
    times.find((time) => time.name === name)?.ratio ?? Number.NaN;
  const gzipped = (/** @type {string} */ name) =>
    sizes.find((size) => size.name === name)?.gzipped ?? Number.NaN;
  const heap = (/** @type {Checkpoint[]} */ some) =>
    median(some.map((at) => at.heap));
  const half = memory.length / 2;
  const byNode = `${ours}/node`;
  return [
    ["a call, to a bare fetch", ratio(ours), "<=", 1.25],
    ["a call by createNodeFetch, to a bare fetch", ratio(byNode), "<=", 1.05],
    ...peers.map(
      (name) =>
        /** @type {import("./table.js").Budget} */ ([
          `a call, to one of ${name}`,
          ratio(ours) / ratio(name),
          "<=",
          1,
        ]),
    ),
    [
      "size, to stripe",
      gzipped(ours) / gzipped("stripe over fetch"),
      "<=",
      0.3,
    ],
    [
      "heap, second half to the first",
      heap(memory.slice(half)) / heap(memory.slice(0, half)),
      "<=",
      1.05,
    ],
  ];
}

/**
 * @param {Figures} figures
 * @returns {import("./table.js").Table[]}
 */
const tablesOf = ({ sizes, times, shares, memory }) => [
  {
    title: "Size in bytes: bundled and minified by esbuild, then gzip -9",
    columns: ["client", "minified", "gzipped"],
    rows: sizes.map((size) => [size.name, size.minified, size.gzipped]),
  },
  {
    title: "One call over loopback: medians of turns",
    columns: ["client", "microseconds", "ratio to fetch", "of them CPU"],
    rows: times.map((time) => [
      time.name,
      time.microseconds.toFixed(0),
      time.ratio.toFixed(3),
      time.cpu.toFixed(0),
    ]),
  },
  {
    title: "The same without a network: a fetch that answers from memory",
    columns: ["client", "CPU microseconds"],
    rows: shares.map(({ name, cpu }) => [name, cpu.toFixed(0)]),
  },
  {
    title: "Heap of the client after garbage collection",
    columns: ["calls", "heap in kB"],
    rows: memory.map((at) => [at.calls, (at.heap / 1_000).toFixed(0)]),
  },
];
