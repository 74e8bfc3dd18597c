import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import { createEnvironment } from "./environment.js";
import type { Release } from "./release.js";
import { run } from "./run.js";

export const managers = ["npm", "pnpm"] as const;
export type Manager = (typeof managers)[number];

/** A user's project, in which packages of the registry are installed and nothing else. */
export interface Project {
  readonly directory: string;
  /** An installed package's file, as text. */
  installed(name: string, file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  /** Runs a program in the project, and gives what it printed. */
  run(program: string, ...args: string[]): Promise<string>;
  /** Every package that is installed, however deep: `name@version`, in order. */
  tree(): Promise<string[]>;
  remove(): Promise<void>;
}

/** Installs packages from the registry of a release, and from what other users' npm had from it. */
export async function createProject(
  manager: Manager,
  { registry, upstream, npmCache }: Release,
  packages: readonly { name: string; version: string }[],
): Promise<Project> {
  const home = await mkdtemp(join(tmpdir(), `rehearsal-${manager}-`));
  const directory = join(home, "project");
  await mkdir(directory);
  const env = await createEnvironment({
    home: join(home, "user"),
    npmCache,
    registry,
    upstream,
  });
  const inProject = (program: string, ...args: string[]) =>
    run(program, args, { cwd: directory, env });
  const write = (file: string, text: string) =>
    writeFile(join(directory, file), text);

  await write("package.json", '{ "private": true, "type": "module" }\n');
  if (manager === "pnpm") await write("pnpm-workspace.yaml", settings);
  const wanted = packages.map(({ name, version }) => `${name}@${version}`);
  const isAdded = manager === "pnpm" && wanted.length > 0;
  await inProject(manager, isAdded ? "add" : "install", ...wanted);
  return {
    directory,
    installed: (name, file) =>
      readFile(join(directory, "node_modules", name, file), "utf8"),
    write,
    run: inProject,
    tree: async () =>
      manager === "npm"
        ? packagesOf(
            JSON.parse(await inProject("npm", "ls", "--all", "--json")),
          )
        : packagesOf(
            JSON.parse(
              await inProject("pnpm", "list", "--depth=Infinity", "--json"),
            )[0],
          ),
    remove: () => rm(home, { recursive: true }),
  };
}

/** A project as a partner has it, from `projects/`, with the released packages. */
export async function startProject(
  name: string,
  more: readonly string[] = [],
): Promise<Project> {
  const release = inject("release");
  const source = new URL(`../../projects/${name}`, import.meta.url);
  const project = await createProject("npm", release, []);
  await cp(fileURLToPath(source), project.directory, { recursive: true });
  const wanted = release.published.map(
    (item) => `${item.name}@${item.version}`,
  );
  await project.run("npm", "install", "--ignore-scripts", ...wanted, ...more);
  return project;
}

// A user's pnpm waits a day before it takes a version; these are new by their nature.
const settings = "minimumReleaseAge: 0\n";

interface Node {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, Node>>;
}

function packagesOf({ dependencies = {} }: Node): string[] {
  const found = Object.entries(dependencies)
    // npm lists an optional peer that is not installed, without a version.
    .filter(([, { version }]) => version !== undefined)
    .flatMap(([name, node]) => [
      `${name}@${node.version}`,
      ...packagesOf(node),
    ]);
  return [...new Set(found)].sort();
}
