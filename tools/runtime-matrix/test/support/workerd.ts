import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { type RunSuite, readResults } from "./results.js";
import { run } from "./run.js";

/** The suite as one module, which is how the tools around workerd deploy a worker. */
export const runInWorkerd =
  (workerd: string): RunSuite =>
  async (settings, directory) => {
    await build({
      entryPoints: [join(directory, "entries/worker.js")],
      outfile: join(directory, "worker.js"),
      bundle: true,
      format: "esm",
      target: "es2022",
      conditions: ["workerd", "worker"],
      logLevel: "error",
    });
    await writeFile(join(directory, "settings.json"), JSON.stringify(settings));
    await writeFile(join(directory, "workerd.capnp"), config);
    const printed = await run(workerd, ["test", "workerd.capnp"], {
      cwd: directory,
    });
    return readResults(printed);
  };

/** Without flags of compatibility with Node: what is left is what every worker has. */
const config = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "suite", worker = .suite),
    (name = "internet", network = (allow = ["local"])),
  ],
);

const suite :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  bindings = [(name = "settings", json = embed "settings.json")],
  compatibilityDate = "2025-01-01",
);
`;
