import { cp, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./run.js";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/**
 * Copies the repository's files as they are now, without what git ignores, into a repository of their
 * own: a release changes files and sets tags, and none of that is to reach this one. The copy has one
 * commit and no remote, whatever the history of this one, which a CI may have fetched in part.
 */
export async function copyWorkspace(
  directory: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const listed = await run(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    { cwd: root, env: process.env },
  );
  const deleted = await run("git", ["ls-files", "-z", "--deleted"], {
    cwd: root,
    env: process.env,
  });
  const gone = new Set(deleted.split("\0"));
  for (const file of listed.split("\0").filter((name) => !gone.has(name))) {
    const target = join(directory, file);
    await mkdir(dirname(target), { recursive: true });
    await cp(join(root, file), target);
  }
  const git = (...args: string[]) => run("git", args, { cwd: directory, env });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("commit", "--quiet", "--message=The repository as it is");
}
