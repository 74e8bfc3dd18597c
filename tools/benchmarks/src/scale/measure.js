import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "../mock/load.js";
import { startProcess } from "../mock/server-process.js";
import { median } from "../statistics.js";
import { timed } from "./timed.js";
import { createWorkspace } from "./workspace.js";

/**
 * @typedef {object} Measured
 * @property {number} operations
 * @property {Record<string, import("./timed.js").Time>} steps what each step of the build took
 * @property {number} build seconds that all of them took but the consumer's
 * @property {number} start seconds from the mock server's start to its first token
 * @property {number} startCpu of these, seconds of processor time
 * @property {number} perSecond requests, all for one operation
 * @property {number} perCpuSecond
 */

/** The package and its script, in the order of the build. */
const steps = /** @type {const} */ ([
  ["lint", "spec", "lint"],
  ["bundle", "spec", "build"],
  ["types", "packages/types", "generate"],
  ["types, compiled", "packages/types", "build"],
  ["client, generated", "packages/client", "generate"],
  ["client, compiled", "packages/client", "build"],
  ["mock server", "packages/mock-server", "build"],
]);
const starts = 3;
const warmUp = 1;
const seconds = 3;

/**
 * Builds everything for a spec of so many operations, by the packages' own scripts, and uses it.
 *
 * @param {number} operations
 * @returns {Promise<Measured>}
 */
export async function measure(operations) {
  const { home, manifest, remove } = createWorkspace(operations);
  try {
    /** @type {Measured["steps"]} */
    const times = {};
    for (const [name, path, script] of steps)
      times[name] = timed(manifest(path).scripts[script], join(home, path));
    const build = Object.values(times).reduce((sum, { wall }) => sum + wall, 0);
    times["a consumer's types"] = checkConsumer(home, operations);
    return { operations, steps: times, build, ...(await serve(home)) };
  } finally {
    remove();
  }
}

/** @param {string} home */
async function serve(home) {
  const command = join(home, "packages/mock-server/dist/cli.js");
  /** @type {import("../mock/contestants.js").Contestant} */
  const mock = {
    name: "melio-mock",
    path: "/v1/auth/token",
    args: (port) => [command, "--json", "--port", `${port}`],
  };
  const started = [];
  for (let start = 0; start < starts; start += 1) {
    const server = await startProcess(mock);
    started.push(server);
    await server.stop();
  }
  const server = await startProcess(mock);
  try {
    await load(server.url, warmUp);
    const before = server.cpu();
    const { count, failed } = await load(server.url, seconds);
    if (failed > 0) throw new Error(`The mock server failed ${failed} times.`);
    return {
      start: median(started.map(({ startup }) => startup)) / 1_000,
      startCpu: median(started.map(({ startupCpu }) => startupCpu)) / 1_000,
      perSecond: count / seconds,
      perCpuSecond: count / (server.cpu() - before),
    };
  } finally {
    await server.stop();
  }
}

/**
 * Compiles a program that calls up to ten of the operations, and by mistake one that is not there.
 *
 * @param {string} home
 * @param {number} operations
 */
function checkConsumer(home, operations) {
  const client = join(home, "packages/client");
  const last = operations - 1;
  const called = [0, 1, 2, 3, 5, 8, 13, 89, 610, last].filter(
    (index, place, all) => index < operations && all.indexOf(index) === place,
  );
  const pathOf = (/** @type {number} */ index) =>
    index === 0
      ? "/auth/token"
      : `/auth/token-${String(index).padStart(4, "0")}`;
  const calls = called.map(
    (index) =>
      `  tokens.push((await melio.http.POST("${pathOf(index)}")).data?.data.accessToken);`,
  );
  const source = [
    'import { createMelioClient } from "@melio-platform/client";',
    "export async function mintAll(): Promise<(string | undefined)[]> {",
    "  const melio = createMelioClient();",
    "  const tokens: (string | undefined)[] = [];",
    ...calls,
    "  // @ts-expect-error",
    `  await melio.http.POST("${pathOf(operations)}");`,
    "  return tokens;",
    "}",
    "",
  ].join("\n");
  writeFileSync(join(client, "consumer.mts"), source);
  return timed(
    "tsc --ignoreConfig --strict --exactOptionalPropertyTypes --noEmit --module node16 --target es2022 --types node consumer.mts",
    client,
  );
}
