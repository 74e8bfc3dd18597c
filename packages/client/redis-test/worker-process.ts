import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { AuthToken } from "@melio-platform/client";

export interface Worker {
  get(account: string): Promise<AuthToken>;
  invalidate(account: string): Promise<void>;
  /** What it has written to stderr. */
  errors(): string;
  stop(): Promise<void>;
}

interface Answer {
  id?: number;
  result?: unknown;
  error?: string;
}

/** Starts a backend of its own process. */
export async function startWorker(
  redisUrl: string,
  env: { MELIO_API_KEY: string; MELIO_BASE_URL: string },
  secret = "a secret of the tests",
): Promise<Worker> {
  const child = fork(
    fileURLToPath(new URL("worker.js", import.meta.url)),
    [redisUrl, secret],
    {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    },
  );
  let errors = "";
  child.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  await once(child, "message");
  let id = 0;
  const orders = new Map<number, (answer: Answer) => void>();
  child.on("message", (answer: Answer) => orders.get(answer.id ?? 0)?.(answer));
  child.on("exit", (code) => {
    for (const answer of orders.values())
      answer({ error: `exit ${code}: ${errors}` });
  });
  const order = (does: string, account: string) =>
    new Promise<never>((resolve, reject) => {
      const mine = ++id;
      orders.set(mine, ({ result, error }) => {
        orders.delete(mine);
        if (error) reject(new Error(error));
        else resolve(result as never);
      });
      child.send({ id: mine, does, account });
    });
  return {
    get: (account) => order("get", account),
    invalidate: (account) => order("invalidate", account),
    errors: () => errors,
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}
