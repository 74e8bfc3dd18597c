import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const manifestFile = fileURLToPath(
  import.meta.resolve("@melio-platform/mock-server/package.json"),
);
/** The file behind `melio-mock`. */
export const command = path.join(
  path.dirname(manifestFile),
  JSON.parse(readFileSync(manifestFile, "utf8")).bin["melio-mock"],
);

/** A command that has ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `melio-mock` to its end. */
export async function runCommand(
  args: readonly string[],
  env: Record<string, string> = {},
  cwd?: string,
): Promise<Ended> {
  const child = start(args, env, cwd);
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}

/** `melio-mock` while it serves. */
export interface Serving extends AsyncDisposable {
  /** The lines that it has written. */
  readonly lines: readonly string[];
  /** Resolves with the first line that matches. */
  line(pattern: RegExp): Promise<string>;
  /** Sends a signal, and resolves with the exit code. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `melio-mock` to serve. */
export function serveCommand(args: readonly string[]): Serving {
  const child = start(args, {});
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  if (child.stdout) {
    createInterface(child.stdout).on("line", (line) => {
      lines.push(line);
      for (const check of waiting) check();
    });
  }
  const ended = once(child, "close").then(([code]) => code as number | null);
  const stop = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    lines,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const line = lines.find((candidate) => pattern.test(candidate));
          if (line === undefined) return;
          waiting.delete(check);
          resolve(line);
        };
        waiting.add(check);
        void ended.then(() => reject(new Error(`ended without ${pattern}`)));
        check();
      }),
    stop,
    async [Symbol.asyncDispose]() {
      await stop("SIGKILL");
    },
  };
}

function start(
  args: readonly string[],
  env: Record<string, string>,
  cwd?: string,
): ChildProcess {
  const { MELIO_API_KEY: _, ...inherited } = process.env;
  return spawn(process.execPath, [command, ...args], {
    env: { ...inherited, ...env },
    ...(cwd !== undefined && { cwd }),
    stdio: ["ignore", "pipe", "pipe"],
  });
}
