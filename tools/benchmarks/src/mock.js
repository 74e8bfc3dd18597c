// The mock server beside Prism: start, requests, memory, and what npm installs.
import { execFileSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startMockServer } from "@melio-platform/mock-server";
import { installContestants } from "./install-contestants.js";
import { heapReporter, load, startProcess } from "./server-process.js";
import { median } from "./statistics.js";

const directory = new URL("./mock/contestants/", import.meta.url);
const rounds = 3;
const starts = 5;
const warmUp = 2; // seconds
const seconds = 5;
const checkpoints = 12;
// Requests; more than the server remembers of anything.
const untilFull = 150_000;

const command = "melio-mock, a JSON line per request";
const inProcess = "startMockServer, in-process";
const prismCommand = "prism-cli 5.14.2, its default log";
const prismServer = "Prism's http-server 5.12.2, silent";

/** @returns {import("./server-process.js").Contestant[]} */
function contestants() {
  const fromHere = (/** @type {string} */ specifier) =>
    fileURLToPath(import.meta.resolve(specifier));
  const script = (/** @type {string} */ file) =>
    fileURLToPath(new URL(file, directory));
  const require = createRequire(script("package.json"));
  const cliOf = (/** @type {string} */ manifest, /** @type {string} */ file) =>
    join(dirname(manifest), "dist", file);
  const melio = cliOf(
    fromHere("@melio-platform/mock-server/package.json"),
    "cli.js",
  );
  const prism = cliOf(
    require.resolve("@stoplight/prism-cli/package.json"),
    "index.js",
  );
  const description = fromHere("@melio-platform/spec/openapi.json");
  return [
    {
      name: command,
      path: "/v1/auth/token",
      args: (port) => [melio, "--json", "--port", `${port}`],
    },
    {
      name: inProcess,
      path: "/v1/auth/token",
      args: (port) => [script("melio-in-process.js"), `${port}`],
    },
    {
      name: prismCommand,
      path: "/auth/token",
      args: (port) => [prism, "mock", description, "--port", `${port}`],
    },
    {
      name: prismServer,
      path: "/auth/token",
      args: (port) => [script("prism-in-process.js"), `${port}`, description],
    },
  ];
}

/**
 * In turns, so that whatever else the machine does meanwhile hits all of them alike.
 *
 * @param {import("./server-process.js").Contestant[]} all
 */
async function measureServers(all) {
  const samples = all.map((contestant) => ({
    contestant,
    /** @type {number[]} milliseconds */ start: [],
    /** @type {number[]} */ startCpu: [],
    /** @type {number[]} */ perSecond: [],
    /** @type {number[]} */ perCpuSecond: [],
    /** @type {number[]} MB */ peakMemory: [],
    failed: 0,
  }));
  for (let start = 0; start < starts; start += 1) {
    for (const sample of samples) {
      const server = await startProcess(sample.contestant);
      sample.start.push(server.startup);
      sample.startCpu.push(server.startupCpu);
      await server.stop();
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const sample of samples) {
      const server = await startProcess(sample.contestant);
      try {
        await load(server.url, warmUp);
        const before = server.cpu();
        const { count, failed } = await load(server.url, seconds);
        sample.perSecond.push(count / seconds);
        sample.perCpuSecond.push(count / (server.cpu() - before));
        sample.peakMemory.push(server.peakMemory());
        sample.failed += failed;
      } finally {
        await server.stop();
      }
    }
  }
  return samples.map(({ contestant, failed, ...figures }) => ({
    name: contestant.name,
    start: median(figures.start),
    startCpu: median(figures.startCpu),
    perSecond: median(figures.perSecond),
    perCpuSecond: median(figures.perCpuSecond),
    peakMemory: median(figures.peakMemory),
    failed,
  }));
}

/** Milliseconds for one more server in a process that has had one, as between two tests. */
async function measureWarmStart() {
  await (await startMockServer()).close();
  const times = [];
  for (let round = 0; round < 50; round += 1) {
    const started = performance.now();
    const mock = await startMockServer();
    times.push(performance.now() - started);
    await mock.close();
  }
  return median(times);
}

/**
 * The heap while requests come, each with an idempotency key of its own, once all that the server remembers is full.
 *
 * @param {import("./server-process.js").Contestant} contestant
 */
async function measureMemory(contestant) {
  const server = await startProcess({
    ...contestant,
    args: (port) => [...heapReporter, ...contestant.args(port)],
  });
  const memory = [];
  let requests = 0;
  try {
    while (requests < untilFull)
      requests += (await load(server.url, seconds)).count;
    for (let checkpoint = 0; checkpoint < checkpoints; checkpoint += 1) {
      requests += (await load(server.url, seconds)).count;
      memory.push({ requests, heap: await server.heap() });
    }
  } finally {
    await server.stop();
  }
  return memory;
}

/** What a user gets who installs a package with npm and nothing else. */
function measureInstalled() {
  const packed = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    execFileSync("pnpm", ["pack", "--pack-destination", packed], {
      cwd: dirname(
        fileURLToPath(
          import.meta.resolve("@melio-platform/mock-server/package.json"),
        ),
      ),
      stdio: ["ignore", "ignore", process.stderr],
    });
    const [tarball = ""] = readdirSync(packed);
    return [
      install("@melio-platform/mock-server", {
        mock: `file:${join(packed, tarball)}`,
      }),
      install("prism-cli 5.14.2", {
        "@stoplight/prism-cli": "5.14.2",
        "@stoplight/prism-core": "5.8.0",
      }),
    ];
  } finally {
    rmSync(packed, { recursive: true });
  }
}

/**
 * @param {string} name
 * @param {Record<string, string>} dependencies
 */
function install(name, dependencies) {
  const cwd = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const manifest = { private: true, dependencies };
    writeFileSync(join(cwd, "package.json"), JSON.stringify(manifest));
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"];
    execFileSync("npm", ["install", ...flags], { cwd, stdio: "ignore" });
    const modules = join(cwd, "node_modules");
    const size = execFileSync("du", ["-sk", modules], { encoding: "utf8" });
    const lock = readFileSync(join(modules, ".package-lock.json"), "utf8");
    /** @type {{ hasInstallScript?: boolean }[]} */
    const packages = Object.values(JSON.parse(lock).packages);
    return {
      name,
      megabytes: Number.parseInt(size, 10) / 1_024,
      packages: packages.length,
      scripts: packages.filter((item) => item.hasInstallScript).length,
    };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

async function measure() {
  const all = contestants();
  const [first] = all;
  if (!first) throw new Error("There is nothing to measure.");
  const warmStart = await measureWarmStart();
  const servers = await measureServers(all);
  const installed = measureInstalled();
  const memory = await measureMemory(first);
  return { warmStart, servers, installed, memory };
}

/** @typedef {Awaited<ReturnType<typeof measure>>} Figures */

/** @returns {Promise<import("./bench.js").Outcome>} */
export async function run() {
  installContestants(directory);
  const figures = await measure();
  return {
    ratios: ratiosOf(figures),
    results: figures,
    tables: tablesOf(figures),
  };
}

/**
 * @param {Figures} figures
 * @returns {import("./table.js").Budget[]}
 */
function ratiosOf({ warmStart, servers, installed, memory }) {
  const figuresOf = (/** @type {string} */ name) => {
    const found = servers.find((server) => server.name === name);
    if (!found) throw new Error(`${name} was not measured.`);
    return found;
  };
  const [ours, cli] = [figuresOf(command), figuresOf(prismCommand)];
  const [mock, prism] = [figuresOf(inProcess), figuresOf(prismServer)];
  const heaps = memory.map(({ heap }) => heap);
  const half = checkpoints / 2;
  const [own, other] = installed;
  return [
    ["start of the command, to prism-cli", ours.start / cli.start, "<=", 0.2],
    ["one more server, to the first", warmStart / mock.start, "<=", 0.1],
    [
      "requests per CPU second, to Prism's own server",
      mock.perCpuSecond / prism.perCpuSecond,
      ">=",
      2,
    ],
    [
      "requests per CPU second of the command, to prism-cli",
      ours.perCpuSecond / cli.perCpuSecond,
      ">=",
      2.5,
    ],
    [
      "peak memory of the command, to prism-cli",
      ours.peakMemory / cli.peakMemory,
      "<=",
      0.8,
    ],
    [
      "heap, second half of the requests to the first",
      median(heaps.slice(half)) / median(heaps.slice(0, half)),
      "<=",
      1.05,
    ],
    [
      "installed, to prism-cli",
      (own?.megabytes ?? Number.NaN) / (other?.megabytes ?? Number.NaN),
      "<=",
      0.11,
    ],
    ["install scripts", own?.scripts ?? Number.NaN, "<=", 0],
    ["requests failed", ours.failed + mock.failed, "<=", 0],
  ];
}

/**
 * @param {Figures} figures
 * @returns {import("./table.js").Table[]}
 */
const tablesOf = ({ warmStart, servers, installed, memory }) => [
  {
    title: `Mock servers: medians of turns. One more server of ours in a warm process: ${warmStart.toFixed(1)} ms`,
    columns: [
      "server",
      "start to first token, ms",
      "of it CPU, ms",
      "requests/s on one core",
      "requests per CPU second",
      "peak memory, MB",
      "failed",
    ],
    rows: servers.map((server) => [
      server.name,
      server.start.toFixed(0),
      server.startCpu.toFixed(0),
      server.perSecond.toFixed(0),
      server.perCpuSecond.toFixed(0),
      server.peakMemory.toFixed(0),
      server.failed,
    ]),
  },
  {
    title: "Installed with npm",
    columns: ["package", "MB", "packages", "install scripts"],
    rows: installed.map(({ name, megabytes, packages, scripts }) => [
      name,
      megabytes.toFixed(1),
      packages,
      scripts,
    ]),
  },
  {
    title: "Heap after garbage collection, under load",
    columns: ["requests", "MB"],
    rows: memory
      .filter((_, index) => index % 3 === 2)
      .map((at) => [at.requests, at.heap.toFixed(1)]),
  },
];
