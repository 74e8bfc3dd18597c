import { serverCore } from "../cores.js";
import { startProcess } from "./start-process.js";
import { basePath } from "./token-call.js";

/** @returns {Promise<import("./contestant.js").Server & { stop(): void }>} */
export async function startServer() {
  const { message: port, stop } = await startProcess(
    serverCore,
    new URL("server.js", import.meta.url),
  );
  const origin = `http://127.0.0.1:${port}`;
  return { origin, baseUrl: origin + basePath, stop };
}
