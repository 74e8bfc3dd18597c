import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

export interface RedisServer {
  url: string;
  /** Hangs: connections stay open, and nothing is answered. */
  pause(): void;
  resume(): void;
  /** Gone: connections break, new ones are refused. */
  stop(): Promise<void>;
}

/** Starts a Redis that keeps nothing on disk. */
export async function startRedis(port?: number): Promise<RedisServer> {
  const listening = port ?? (await freePort());
  const server = spawn(
    process.env["REDIS_SERVER_PATH"] ?? "redis-server",
    ["--port", `${listening}`, "--bind", "127.0.0.1", "--save", ""],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  await ready(server);
  return {
    url: `redis://127.0.0.1:${listening}`,
    pause: () => void server.kill("SIGSTOP"),
    resume: () => void server.kill("SIGCONT"),
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      server.kill("SIGKILL");
      await once(server, "exit");
    },
  };
}

async function ready(server: ChildProcess) {
  const failed = once(server, "error").then(([error]) => {
    throw new Error("Install redis-server, or set REDIS_SERVER_PATH", {
      cause: error,
    });
  });
  if (!server.stdout) throw new Error("redis-server has no output");
  const lines = createInterface(server.stdout);
  const started = new Promise<void>((resolve) => {
    lines.on("line", (line) => {
      if (/ready to accept connections/i.test(line)) resolve();
    });
  });
  await Promise.race([started, failed]);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || !address) throw new Error("no port");
  return address.port;
}
