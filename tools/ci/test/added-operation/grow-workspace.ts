import { execFile } from "node:child_process";
import {
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parse, parseDocument } from "yaml";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
/** What `pnpm test` needs, in the order in which it is built. */
const folders = [
  { path: "spec", scripts: ["build"] },
  { path: "packages/types", scripts: ["generate", "build"] },
  { path: "packages/client", scripts: ["generate", "build"] },
  { path: "packages/mock-server", scripts: ["build"] },
  { path: "tools/quickstart", scripts: [] },
];

/**
 * Copies what `pnpm test` needs, adds an operation to the copied `openapi.yaml` and to nothing else, and builds
 * the copies with their own scripts.
 */
export async function growWorkspace() {
  const home = await mkdtemp(join(tmpdir(), "melio-grown-"));
  const files = (await readdir(root, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name !== ".git")
    .map(({ name }) => name);
  for (const path of [...files, ...folders.map(({ path }) => path)]) {
    await cp(join(root, path), join(home, path), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !["dist", ".turbo"].includes(basename(source)),
    });
  }
  await symlink(join(root, "node_modules"), join(home, "node_modules"));
  await addOperation(join(home, "spec/openapi.yaml"));

  /** Runs a command of a package's, as its scripts do. */
  const runIn = (path: string, command: string) => {
    const cwd = join(home, path);
    const PATH = [
      join(cwd, "node_modules/.bin"),
      join(home, "node_modules/.bin"),
      process.env["PATH"],
    ].join(delimiter);
    return promisify(execFile)("sh", ["-c", command], {
      cwd,
      env: { ...process.env, PATH },
      maxBuffer: 100_000_000,
    }).catch((failure) => {
      // Where tsc and vitest say what failed.
      failure.message += failure.stdout;
      throw failure;
    });
  };
  for (const { path, scripts } of folders) {
    const manifest = JSON.parse(
      await readFile(join(home, path, "package.json"), "utf8"),
    );
    for (const script of scripts) await runIn(path, manifest.scripts[script]);
  }
  return { home, runIn, remove: () => rm(home, { recursive: true }) };
}

/** @param openapi the description's file, which is changed as by hand. */
async function addOperation(openapi: string) {
  const addition = new URL("operation.yaml", import.meta.url);
  const { paths, components } = parse(await readFile(addition, "utf8"));
  const description = parseDocument(await readFile(openapi, "utf8"));
  for (const [path, item] of Object.entries(paths))
    description.setIn(["paths", path], item);
  for (const [name, schema] of Object.entries(components.schemas))
    description.setIn(["components", "schemas", name], schema);
  await writeFile(openapi, String(description));
}
