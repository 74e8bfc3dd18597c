import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { listPublished } from "./registry.js";
import { run } from "./run.js";

/** A package as the registry gives it out. */
export interface Tarball {
  /** What is in it, as paths below the package's root, in order. */
  readonly files: readonly string[];
  text(file: string): Promise<string>;
  manifest(): Promise<Manifest>;
}

/** What the tests look at of a `package.json`. */
export interface Manifest {
  readonly version: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Downloads a version and unpacks it in a folder, which is made. */
export async function downloadTarball(
  registry: string,
  { name, version }: { name: string; version: string },
  folder: string,
): Promise<Tarball> {
  const { tarballs } = await listPublished(registry, name);
  const address = tarballs[version];
  if (!address) throw new Error(`The registry has no ${name}@${version}.`);
  const response = await fetch(address);
  await mkdir(folder, { recursive: true });
  const archive = join(folder, "package.tgz");
  await writeFile(archive, Buffer.from(await response.arrayBuffer()));
  const surroundings = { cwd: folder, env: process.env };
  await run("tar", ["-xzf", archive], surroundings);

  const root = join(folder, "package");
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const text = (file: string) => readFile(join(root, file), "utf8");
  return {
    files: entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .sort(),
    text,
    manifest: async () => JSON.parse(await text("package.json")) as Manifest,
  };
}
