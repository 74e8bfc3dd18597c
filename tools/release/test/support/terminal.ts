import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { Surroundings } from "./run.js";

/** A shell that keeps its state from command to command, and ends with the first that fails. */
export interface Terminal {
  run(script: string): Command;
  close(): Promise<void>;
}

/** What was typed into a terminal; a server goes on while others are typed elsewhere. */
export interface Command {
  /** Waits until it prints this, as output of the page; if it ends, that must be all. */
  prints(expected: string): Promise<void>;
  /** Waits until it has ended well. */
  ends(): Promise<void>;
}

const pollEvery = 50;
/** In milliseconds. The slowest installs Next.js and compiles a route. */
const longestCommand = 120_000;

export function openTerminal(surroundings: Surroundings): Terminal {
  const shell = spawn("bash", ["--norc", "-e"], {
    ...surroundings,
    detached: true, // a group of its own, so that all it started ends with it
    stdio: ["pipe", "pipe", "pipe"],
  });
  const exit = once(shell, "exit");
  shell.stdin.write("exec 2>&1\n"); // both are on a reader's screen
  let printed = "";
  shell.stdout.on("data", (data) => {
    printed += data;
  });

  function run(script: string): Command {
    const id = crypto.randomUUID();
    const [begin, end] = [`begin-${id}\n`, `end-${id}\n`];
    shell.stdin.write(`printf '${begin}'\n${script}printf '${end}'\n`);
    async function until(
      isDone: (output: string, hasEnded: boolean) => boolean,
    ) {
      const limit = Date.now() + longestCommand;
      for (;;) {
        const [, since = ""] = printed.split(begin);
        const [output = "", ended] = since.split(end);
        const hasEnded = ended !== undefined;
        if (isDone(output, hasEnded)) return;
        if (hasEnded || shell.exitCode !== null || Date.now() > limit)
          throw new Error(`${script}printed:\n${output}`);
        await wait(pollEvery);
      }
    }
    return {
      prints(expected) {
        const pattern = patternOf(expected);
        const beginning = RegExp(`^${pattern}`);
        const whole = RegExp(`^${pattern}\\s*$`);
        return until((output, hasEnded) =>
          (hasEnded ? whole : beginning).test(output),
        );
      },
      ends: () => until((_, hasEnded) => hasEnded),
    };
  }

  return {
    run,
    async close() {
      if (shell.exitCode === null && shell.signalCode === null && shell.pid) {
        process.kill(-shell.pid, "SIGKILL");
        await exit;
      }
    },
  };
}

/** The output that a page shows: any time for a time, `…` for any text, and a line of it for any lines. */
function patternOf(output: string): string {
  const lines = output.trimEnd().split("\n");
  const patterns = lines.map((line, index) => {
    if (line === "…") return "(?:.*\n)*?";
    const text = line
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replace(
        /\d{4}-\d\d-\d\dT[\d:]+\\\.\d+Z/g,
        "\\d{4}-\\d\\d-\\d\\dT[\\d:]+\\.\\d+Z",
      )
      .replaceAll("…", ".*");
    // How long a test took, which not every run says.
    const duration = "(?: \\([\\d.]+ ?m?s\\))?";
    return index < lines.length - 1 ? `${text}${duration}\n` : text;
  });
  return patterns.join("");
}
