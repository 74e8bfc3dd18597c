// How the build and the mock server grow with the description: 1 to 1,000 operations.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { growSpec } from "./grow-spec.js";
import { startProcess } from "./server-process.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const sizes = [1, 10, 100, 1_000];
const copied = [
  "spec",
  "tsconfig.base.json",
  "packages/types",
  "packages/client",
  "packages/mock-server",
];
const leftOut = ["dist", "test", ".turbo"];

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

/**
 * Copies the packages that follow from the spec, builds them for so many operations by their own scripts,
 * and starts the mock server.
 *
 * @param {number} operations
 * @returns {Promise<[step: string, cpu: number][]>} seconds of processor time
 */
async function measure(operations) {
  const home = mkdtempSync(join(tmpdir(), `scale-${operations}-`));
  try {
    for (const path of copied)
      cpSync(join(root, path), join(home, path), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (source) => !leftOut.includes(basename(source)),
      });
    symlinkSync(join(root, "node_modules"), join(home, "node_modules"));
    const description = join(home, "spec/openapi.yaml");
    const yaml = readFileSync(description, "utf8");
    writeFileSync(description, growSpec(yaml, operations));

    /** @type {[string, number][]} */
    const times = [];
    for (const [name, path, script] of steps) {
      const cwd = join(home, path);
      const manifest = readFileSync(join(cwd, "package.json"), "utf8");
      const command = JSON.parse(manifest).scripts[script];
      times.push([name, cpuOf(command, cwd)]);
    }
    const server = await startProcess({
      name: "melio-mock",
      path: "/v1/auth/token",
      args: (port) => [
        join(home, "packages/mock-server/dist/cli.js"),
        "--port",
        `${port}`,
      ],
    });
    await server.stop();
    return [...times, ["mock server's start", server.startupCpu / 1_000]];
  } finally {
    rmSync(home, { recursive: true });
  }
}

/**
 * Runs a command of a package, with the package's programs on the path.
 *
 * @param {string} command
 * @param {string} cwd
 * @returns {number} seconds of processor time
 */
function cpuOf(command, cwd) {
  const path = [join(cwd, "node_modules/.bin"), process.env["PATH"]];
  // Of what has ended, the shell alone can tell the processor time.
  const script = `TIMEFORMAT='%U %S'; time ( ${command} )`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
    cwd,
    env: { ...process.env, PATH: path.join(delimiter), LC_ALL: "C" },
    encoding: "utf8",
    maxBuffer: 100_000_000,
  });
  if (status !== 0)
    throw new Error(`\`${command}\` ended with ${status}:\n${stdout}${stderr}`);
  const [user = 0, system = 0] = (stderr.trim().split("\n").at(-1) ?? "")
    .split(" ")
    .map(Number);
  return user + system;
}

/** @returns {Promise<import("./bench.js").Outcome>} */
export async function run() {
  /** @type {Awaited<ReturnType<typeof measure>>[]} */
  const measured = [];
  for (const operations of sizes) measured.push(await measure(operations));
  const [, , smaller = [], largest = []] = measured;
  return {
    // Ten times the operations may take eleven times as long.
    ratios: largest.map(([step, cpu], index) => [
      `${step}: 1,000 operations to 100`,
      cpu / (smaller[index]?.[1] ?? Number.NaN),
      "<=",
      11,
    ]),
    results: { sizes, measured },
    tables: [
      {
        title: "Seconds of processor time by the number of operations",
        columns: ["step", ...sizes.map(String)],
        rows: largest.map(([step], index) => [
          step,
          ...measured.map((times) => (times[index]?.[1] ?? 0).toFixed(2)),
        ]),
      },
    ],
  };
}
