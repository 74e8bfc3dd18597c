import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createInterface } from "node:readline";

/** A program that serves until it is stopped. */
export interface ServerProgram {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a program that takes its port from `PORT`, and waits until it prints that it listens. */
export async function startProgram(
  cwd: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ServerProgram> {
  const port = await freePort();
  const [program = "", ...rest] = args.map((arg) =>
    arg.replace("$PORT", String(port)),
  );
  const child = spawn(program, rest, {
    cwd,
    env: { ...env, PATH: process.env["PATH"], PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed: string[] = [];
  const listening = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => {
        printed.push(line);
        if (/[Ll]istening|Ready in/.test(line)) resolve();
      });
  });
  const ended = once(child, "exit");
  await Promise.race([
    listening,
    ended.then(([code]) => {
      throw new Error(
        `${args.join(" ")} ended with ${code}:\n${printed.join("\n")}`,
      );
    }),
  ]);
  return {
    url: `http://localhost:${port}`,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
