import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RuntimeKind } from "../../suite/case.js";
import { runInChromium } from "./chromium.js";
import { type RunSuite, readResults } from "./results.js";
import { run } from "./run.js";
import { runInWorkerd } from "./workerd.js";

export interface Runtime {
  readonly name: string;
  readonly kind: RuntimeKind;
  readonly run: RunSuite;
}

/** The package of the runtimes, which is no part of the workspace. */
const installation = fileURLToPath(new URL("../../runtimes", import.meta.url));
const binary = (path: string) => join(installation, "node_modules", path);

const inNode = (version: number): Runtime => ({
  name: `Node ${version}`,
  kind: "node",
  run: inProcess(binary(`node-${version}/bin/node`)),
});

export const runtimes: readonly Runtime[] = [
  inNode(20),
  inNode(22),
  inNode(24),
  inNode(26),
  { name: "Bun", kind: "bun", run: inProcess(binary("bun/bin/bun")) },
  {
    name: "Deno",
    kind: "deno",
    run: inProcess(
      binary("deno/deno"),
      "run",
      "--no-prompt",
      "--cached-only",
      "--node-modules-dir=manual",
      "--allow-net=127.0.0.1",
      "--allow-env",
      "--allow-read=.",
    ),
  },
  {
    name: "workerd",
    kind: "workerd",
    run: runInWorkerd(binary("workerd/bin/workerd")),
  },
  { name: "Chromium", kind: "browser", run: runInChromium },
];

/** Installs what is not there yet, some 350 MB to download; the lock file says what. */
export const installRuntimes = () =>
  run("pnpm", ["install", "--frozen-lockfile"], {
    cwd: installation,
    timeout: 280_000,
  });

function inProcess(program: string, ...args: string[]): RunSuite {
  return async (settings, directory) => {
    const entry = join(directory, "entries/process.js");
    const printed = await run(
      program,
      [...args, entry, JSON.stringify(settings)],
      { cwd: directory, env: environment(directory) },
    );
    return readResults(printed);
  };
}

/** What the runtimes keep for later goes into the stage, and is removed with it. */
const environment = (directory: string): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  HOME: directory,
  DENO_NO_UPDATE_CHECK: "1",
});
