import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { installContestants } from "../install-contestants.js";

const directory = new URL("./contestants/", import.meta.url);

/**
 * Installs the contestants, generates those that are generated, and checks their types, which the
 * workspace cannot do without them.
 *
 * @returns {Promise<Contestants>}
 *
 * @typedef {object} Contestants
 * @property {readonly import("./contestant.js").Contestant[]} contestants
 * @property {import("./sizes.js").Bundler} bundler
 */
export async function prepareContestants() {
  installContestants(directory);
  run(process.execPath, "generate.js");
  run("node_modules/.bin/tsc", "-p", "tsconfig.json");
  const { contestants } = await import(`${directory}all.js`);
  return { contestants, bundler: await import(`${directory}bundle.js`) };
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function run(program, ...args) {
  const { status } = spawnSync(program, args, {
    cwd: fileURLToPath(directory),
    stdio: ["ignore", process.stderr, process.stderr],
  });
  if (status !== 0)
    throw new Error(`${program} ${args.join(" ")} ended with ${status}`);
}
