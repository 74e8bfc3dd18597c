import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { copyWorkspace } from "./copy-workspace.js";
import { createEnvironment } from "./environment.js";
import type { Registry } from "./registry.js";
import { run, type Surroundings } from "./run.js";
import { runStep } from "./workflow.js";

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
  /** Has all that is not of the release. */
  readonly upstream: string;
  /** The cache that the users' npm share. */
  readonly npmCache: string;
  /** Where the released copy of the repository is, and what its programs are told. */
  readonly workspace: Surroundings;
  readonly announced: readonly Announced[];
  readonly published: readonly Published[];
  /** The package that was published by hand before the workflow's run, as a first version is. */
  readonly publishedByHand: string;
  /** The folder with the bills of materials that the workflow attached, one folder for each package. */
  readonly sboms: string;
  /** What the workflow's steps printed. */
  readonly log: string;
}

/** Raises the versions in a copy of the repository and releases it, by the steps of the Release workflow. */
export async function release(
  home: string,
  registry: Registry,
  upstream: string,
): Promise<Release> {
  const npmCache = join(home, "npm-cache");
  const env = await createEnvironment({
    home: join(home, "releaser"),
    npmCache,
    registry: registry.url,
    upstream,
    token: registry.token,
  });
  const cwd = join(home, "workspace");
  const bin = await writeGh(join(home, "bin"));
  const workspace = {
    cwd,
    env: { ...env, PATH: `${bin}:${env["PATH"]}`, GITHUB_SHA: "HEAD" },
  };
  await copyWorkspace(cwd, env);
  // As this machine is set: its pnpm has the dependencies, and knows them to be sound.
  const here = { cwd, env: process.env };
  const prepare = (...args: string[]) => run("pnpm", args, here);

  await prepare("install", "--frozen-lockfile");
  const announced = await announcedReleases({ cwd, env });
  if (announced.length > 0) {
    if (!(await raiseVersions(here, home)))
      throw new Error("The workflow raised no version.");
    await run("git", ["reset", "--quiet", "--hard"], workspace);
    await proposeVersions(workspace, home);
  }
  // The docs are no part of a package.
  await prepare("run", "build", "--filter=!@melio-platform/docs");

  const first = await pack(workspace, "by-hand");
  const [publishedByHand = ""] = first.packages;
  const [tarball = ""] = first.tarballs;
  await run("npm", ["publish", tarball, "--ignore-scripts"], workspace);
  const log = await releaseByWorkflow(workspace, "tarballs");
  // Another run of the workflow writes them again.
  const sboms = join(home, "sboms");
  await cp(join(cwd, "sboms"), sboms, { recursive: true });

  const listed: Listed[] = JSON.parse(
    await prepare("list", "--recursive", "--depth=-1", "--json"),
  );
  return {
    registry: registry.url,
    upstream,
    npmCache,
    workspace,
    announced,
    published: listed
      .filter((project) => !project.private)
      .map(({ name, version, path }) => ({
        name,
        version,
        folder: path.slice(cwd.length + 1),
      })),
    publishedByHand,
    sboms,
    log,
  };
}

/** Tells whether there was a version to raise, as the workflow does. */
export async function raiseVersions(
  { cwd, env }: Surroundings,
  temporary: string,
): Promise<boolean> {
  const output = join(temporary, "versions.output");
  await rm(output, { force: true });
  await runStep("versions", {
    cwd,
    env: { ...env, GITHUB_OUTPUT: output, RUNNER_TEMP: temporary },
  });
  return (await readFile(output, "utf8")) === "raised=true\n";
}

/** Commits the raised versions, and proposes them at a remote repository in a folder. */
async function proposeVersions({ cwd, env }: Surroundings, temporary: string) {
  const git = (...args: string[]) => run("git", args, { cwd, env });
  const remote = join(temporary, "remote.git");
  await git("init", "--quiet", "--bare", remote);
  await git("remote", "add", "origin", remote);
  await git("push", "--quiet", "origin", "main");
  const main = (await git("rev-parse", "HEAD")).trim();
  await runStep("propose", {
    cwd,
    env: { ...env, GITHUB_SHA: main, RUNNER_TEMP: temporary },
  });
}

/** Packs what has no tag, by the program that the workflow calls, into a folder beside the workspace. */
export async function pack({ cwd, env }: Surroundings, folder: string) {
  const target = join(dirname(cwd), folder);
  const output = join(dirname(cwd), `${folder}.output`);
  await run("pnpm", ["exec", "node", "tools/release/pack.js", target], {
    cwd,
    env: { ...env, GITHUB_OUTPUT: output },
  });
  const packages: string[] = JSON.parse(
    (await readFile(output, "utf8")).replace(/^packages=/, ""),
  );
  const tarballs = (await readdir(target)).map((file) => join(target, file));
  return { target, packages, tarballs };
}

/** Packs, publishes and tags as the workflow does, and gives what it printed. */
export async function releaseByWorkflow(
  { cwd, env }: Surroundings,
  folder: string,
): Promise<string> {
  const { target, packages } = await pack({ cwd, env }, folder);
  const published = await runStep("publish", { cwd: target, env });
  const tagged = await runStep("tag", {
    cwd,
    env: { ...env, PACKAGES: JSON.stringify(packages) },
  });
  return published + tagged;
}

/** GitHub's command, as far as the workflow uses it: a release is a tag, a pull request a branch. */
async function writeGh(folder: string): Promise<string> {
  await mkdir(folder);
  await writeFile(
    join(folder, "gh"),
    `#!/bin/sh
case "$1 $2" in
  "release view") git rev-parse --quiet --verify "refs/tags/$3" ;;
  "release create") git tag "$3" "$5" ;;
  "pr list") git branch --list "pull-request/$4" ;;
  "pr create") git branch "pull-request/$6" ;;
  *) echo "Not known here: gh $*" >&2; exit 1 ;;
esac
`,
    { mode: 0o755 },
  );
  return folder;
}

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
