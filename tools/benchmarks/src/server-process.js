import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { loadCore, onCore, serverCore } from "./cores.js";

/**
 * A mock server that is a process of its own.
 *
 * @typedef {object} Contestant
 * @property {string} name
 * @property {string} path where it answers `POST`
 * @property {(port: number) => string[]} args what Node is started with
 */

/**
 * A contestant that answers.
 *
 * @typedef {object} ServerProcess
 * @property {string} url where it answers `POST`
 * @property {number} startup milliseconds from its start until its first token had arrived
 * @property {number} startupCpu of these, milliseconds of processor time
 * @property {() => number} cpu seconds of processor time that it has used
 * @property {() => Promise<number>} heap after garbage collection, in MB; of a contestant with `heapReporter`
 * @property {() => number} peakMemory the most that was ever resident, in MB
 * @property {() => Promise<void>} stop
 */

/** Node's arguments that let a contestant tell its heap. */
export const heapReporter = [
  "--expose-gc",
  "--import",
  new URL("report-heap.js", import.meta.url).href,
];

/**
 * @param {Contestant} contestant
 * @returns {Promise<ServerProcess>}
 */
export async function startProcess({ name, path, args }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}${path}`;
  const started = performance.now();
  const [command = "", ...rest] = onCore(serverCore, [
    process.execPath,
    ...args(port),
  ]);
  // What it writes is thrown away, but it has to write it.
  const child = spawn(command, rest, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  // Only ends what hangs; on a busy machine a start takes its time.
  const deadline = started + 120_000;
  while (!(await isServed(url))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`${name} did not answer at ${url}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const startup = performance.now() - started;

  const cpu = () => {
    const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(" ");
    // User and system time, in hundredths of a second.
    return (Number(fields[13]) + Number(fields[14])) / 100;
  };
  return {
    url,
    startup,
    startupCpu: cpu() * 1_000,
    cpu,
    async heap() {
      child.send("heap");
      const [bytes] = await once(child, "message");
      return bytes / 1_000_000;
    },
    peakMemory() {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1_024;
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

const generator = fileURLToPath(
  new URL("mock/contestants/load.js", import.meta.url),
);

/**
 * Sends as much as a server takes.
 *
 * @param {string} url
 * @param {number} seconds
 * @returns {Promise<{ count: number, failed: number }>} how many requests were answered, and how many of them wrongly, or not at all
 */
export async function load(url, seconds) {
  const [command = "", ...args] = onCore(loadCore, [
    process.execPath,
    generator,
    url,
    String(seconds),
  ]);
  const { stdout } = await promisify(execFile)(command, args);
  return JSON.parse(stdout);
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

/**
 * @param {string} url
 * @returns {Promise<boolean>}
 */
function isServed(url) {
  return new Promise((resolve) => {
    const headers = { "API-Key": "any-key", "Idempotency-Key": "start" };
    request(url, { method: "POST", headers, agent: false }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode === 200));
    })
      .once("error", () => resolve(false))
      .end();
  });
}
