import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { commit, copyWorkspace } from "./copy-workspace.js";
import { createEnvironment } from "./environment.js";
import type { Registry } from "./registry.js";
import { run, type Surroundings } from "./run.js";

/** A package of the workspace that is published. */
export interface Published {
  readonly name: string;
  /** What its `package.json` said after changesets had raised it. */
  readonly version: string;
  /** Its folder in the repository: `packages/client`. */
  readonly folder: string;
}

/** What changesets announced before it raised any version. */
export interface Announced {
  readonly name: string;
  readonly newVersion: string;
}

/** A release that was published to a registry on this machine. */
export interface Release {
  readonly registry: string;
  /** Where the released copy of the repository is, and what its programs are told. */
  readonly workspace: Surroundings;
  readonly announced: readonly Announced[];
  readonly published: readonly Published[];
  /** What `pnpm release` printed. */
  readonly log: string;
}

/** Raises the versions in a copy of the repository and publishes it, by the scripts that CI calls. */
export async function release(
  home: string,
  registry: Registry,
): Promise<Release> {
  const env = await createEnvironment({
    home: join(home, "releaser"),
    registry: registry.url,
    token: registry.token,
  });
  const cwd = join(home, "workspace");
  await copyWorkspace(cwd, env);
  // As this machine is set: its pnpm has the dependencies, and knows them to be sound.
  const prepare = (...args: string[]) =>
    run("pnpm", args, { cwd, env: process.env });

  await prepare("install", "--frozen-lockfile");
  const announced = await announcedReleases({ cwd, env });
  if (announced.length > 0) {
    await prepare("run", "version-packages");
    await commit("Raise the versions", { cwd, env });
  }
  const log = await releaseAgain({ cwd, env });
  const listed: Listed[] = JSON.parse(
    await prepare("list", "--recursive", "--depth=-1", "--json"),
  );
  return {
    registry: registry.url,
    workspace: { cwd, env },
    announced,
    published: listed
      .filter((project) => !project.private)
      .map(({ name, version, path }) => ({
        name,
        version,
        folder: path.slice(cwd.length + 1),
      })),
    log,
  };
}

/** Calls the script that publishes what the registry has not. */
export const releaseAgain = (workspace: Surroundings) =>
  run("pnpm", ["run", "release"], workspace);

async function announcedReleases(
  workspace: Surroundings,
): Promise<readonly Announced[]> {
  const report = "announced.json";
  await run(
    "pnpm",
    ["exec", "changeset", "status", `--output=${report}`],
    workspace,
  );
  const path = join(workspace.cwd, report);
  const { releases } = JSON.parse(await readFile(path, "utf8"));
  await rm(path);
  return releases.filter(({ type }: { type: string }) => type !== "none");
}

interface Listed {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  readonly private?: boolean;
}
