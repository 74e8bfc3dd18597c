import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The installed command, as it serves. */
export interface InstalledMock {
  readonly url: string;
  readonly baseUrl: string;
  /** Ends it as a shell would, and gives its exit code. */
  stop(): Promise<number | null>;
}

export async function startInstalledMock(
  directory: string,
  ...flags: string[]
): Promise<InstalledMock> {
  const command = join(directory, "node_modules/.bin/melio-mock");
  const child = spawn(command, ["--port", "0", "--json", ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    once(child, "exit").then(([code]) => {
      throw new Error(`melio-mock ended with ${code} before it listened.`);
    }),
  ])) as [string];
  const { url, baseUrl } = JSON.parse(line);
  return {
    url,
    baseUrl,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const [code] = await ended;
      return code;
    },
  };
}
