import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Redis that keeps nothing on disk, at a socket of its own. */
export function startRedis() {
  const directory = mkdtempSync(join(tmpdir(), "redis-"));
  const socket = join(directory, "socket");
  const run = () => {
    const server = spawn(
      process.env["REDIS_SERVER_PATH"] ?? "redis-server",
      ["--port", "0", "--unixsocket", socket, "--save", ""],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    server.once("error", (cause) => {
      throw new Error("Install redis-server, or set REDIS_SERVER_PATH", {
        cause,
      });
    });
    return server;
  };
  let server = run();
  const kill = async () => {
    server.kill("SIGKILL");
    await once(server, "exit");
  };
  return {
    socket,
    /** All that it has is lost. */
    async restart() {
      await kill();
      server = run();
    },
    async stop() {
      await kill();
      rmSync(directory, { recursive: true });
    },
  };
}
