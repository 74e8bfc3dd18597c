import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./run.js";

const tool = fileURLToPath(new URL("../..", import.meta.url));
const client = join(tool, "../../packages/client");

/** A directory that holds the packed client as a user has it, and the suite beside it. */
export interface Stage {
  readonly directory: string;
  remove(): Promise<void>;
}

/** Packs the client and unpacks it, with its one dependency, as an installation would. */
export async function createStage(): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), "runtime-matrix-"));
  const modules = join(directory, "node_modules");
  const target = join(modules, "@melio-platform/client");
  await mkdir(target, { recursive: true });

  const packed = await run(
    "pnpm",
    ["pack", "--json", "--pack-destination", directory],
    { cwd: client },
  );
  const { filename } = JSON.parse(packed) as { filename: string };
  await run("tar", ["-xzf", filename, "-C", target, "--strip-components=1"]);
  await cp(
    join(client, "node_modules/openapi-fetch"),
    join(modules, "openapi-fetch"),
    { recursive: true, dereference: true },
  );

  for (const folder of ["suite", "entries"])
    await cp(join(tool, folder), join(directory, folder), { recursive: true });
  await writeFile(
    join(directory, "package.json"),
    JSON.stringify({
      private: true,
      type: "module",
      dependencies: { "@melio-platform/client": "*" },
    }),
  );
  return {
    directory,
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
