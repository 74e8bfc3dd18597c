import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { commandPath } from "./programs.js";

const description = fileURLToPath(
  import.meta.resolve("@melio-platform/spec/openapi.json"),
);

/** prism-cli as a process of its own. It serves the operations without the API's base path. */
export interface PrismCommand extends AsyncDisposable {
  readonly origin: string;
}

/** Starts `prism mock`, which answers by itself. */
export const startPrismMock = () => startPrism("mock", [description]);

/** Starts `prism proxy --errors`, which answers what breaks the contract with an error, and passes on the rest. */
export const startPrismProxy = (upstream: string) =>
  startPrism("proxy", [description, upstream, "--errors"]);

async function startPrism(
  command: string,
  args: readonly string[],
): Promise<PrismCommand> {
  const port = await freePort();
  const prism = spawn(process.execPath, [
    commandPath("@stoplight/prism-cli/dist/index.js"),
    command,
    ...args,
    ...["--port", `${port}`],
  ]);
  await listening(prism);
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const ended = once(prism, "exit");
      prism.kill("SIGKILL");
      await ended;
    },
  };
}

/** Resolves when Prism says that it listens; what it prints later is read and dropped. */
function listening(prism: ChildProcess): Promise<void> {
  const printed: string[] = [];
  return new Promise((resolve, reject) => {
    for (const stream of [prism.stdout, prism.stderr] as Readable[])
      createInterface(stream).on("line", (line) => {
        printed.push(line);
        if (line.includes("Prism is listening")) resolve();
      });
    prism.on("error", reject);
    prism.on("exit", () =>
      reject(new Error(`Prism ended:\n${printed.join("\n")}`)),
    );
  });
}

/** Prism does not say which port it got when it is told 0. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null)
    throw new Error("A server without a port.");
  return address.port;
}
