import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { installPrograms } from "./support/programs.js";
import { assertReached, startRegistry } from "./support/registry.js";
import { type Release, release } from "./support/release.js";
import { run } from "./support/run.js";

declare module "vitest" {
  export interface ProvidedContext {
    release: Release;
  }
}

/** Releases once for all files of tests, which only look at what came of it. */
export default async function releaseOnce(project: TestProject) {
  // Some systems' folder for temporary files is a link, and programs print where it leads to.
  const home = await mkdtemp(join(await realpath(tmpdir()), "rehearsal-"));
  const remove = () => rm(home, { recursive: true, force: true });
  try {
    const here = { cwd: home, env: process.env };
    const upstream = (
      await run("npm", ["config", "get", "registry"], here)
    ).trim();
    await assertReached(upstream);
    await installPrograms();
    const registry = await startRegistry(join(home, "registry"));
    try {
      project.provide("release", await release(home, registry, upstream));
    } catch (error) {
      await registry.close();
      throw error;
    }
    return async () => {
      await registry.close();
      await remove();
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
