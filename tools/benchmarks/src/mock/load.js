import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { loadCore, onCore } from "../cores.js";
import { directory } from "./contestants.js";

const generator = fileURLToPath(new URL("load.js", directory));

/**
 * Sends as much as a server takes.
 *
 * @param {string} url
 * @param {number} seconds
 * @returns {Promise<{ count: number, failed: number }>} how many requests were answered, and wrongly so
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
