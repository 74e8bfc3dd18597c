import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onCore } from "../cores.js";

/**
 * Starts a module in a process of its own, and waits for its first message.
 *
 * @param {number} core the one that it is held to, where the system can do that
 * @param {string} module beside this one
 * @param {readonly string[]} args
 * @param {readonly string[]} nodeOptions
 */
export async function start(core, module, args = [], nodeOptions = []) {
  const command = [
    process.execPath,
    ...nodeOptions,
    fileURLToPath(new URL(module, import.meta.url)),
    ...args,
  ];
  const [program = "", ...rest] = onCore(core, command);
  const child = spawn(program, rest, {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [message] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => {
      throw new Error(`${module} ended with ${code}`);
    }),
  ]);
  return { message, stop: () => child.disconnect() };
}
