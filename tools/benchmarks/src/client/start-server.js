import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { basePath } from "./token-call.js";

/** @returns {Promise<import("./contestant.js").Server & { stop(): void }>} */
export async function startServer() {
  const child = fork(fileURLToPath(new URL("server.js", import.meta.url)));
  const [port] = await once(child, "message");
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    baseUrl: origin + basePath,
    stop: () => child.disconnect(),
  };
}
