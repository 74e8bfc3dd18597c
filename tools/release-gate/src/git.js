import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

// Git writes a file name with other letters than ASCII's in quotes and escapes, also for the libraries that
// ask it here, unless it is told not to.
process.env["GIT_CONFIG_COUNT"] = "1";
process.env["GIT_CONFIG_KEY_0"] = "core.quotePath";
process.env["GIT_CONFIG_VALUE_0"] = "false";

/**
 * @param {string} root
 * @param {string[]} args
 * @returns {Promise<string>} what git printed, without the last line break
 */
export async function git(root, ...args) {
  const { stdout } = await run("git", args, {
    cwd: root,
    maxBuffer: 64 * 2 ** 20,
  });
  return stdout.trimEnd();
}

/**
 * @param {string} root
 * @param {string} revision
 * @returns {Promise<string | undefined>} its commit, undefined if there is no such revision
 */
export const commitOf = (root, revision) =>
  git(root, "rev-parse", "--verify", "--quiet", `${revision}^{commit}`).catch(
    () => undefined,
  );

/**
 * Writes the files of a folder, as they were in a commit, to another folder.
 *
 * @param {string} root
 * @param {string} revision
 * @param {string} path below the root
 * @param {string} target
 */
export async function extract(root, revision, path, target) {
  const archive = join(target, "archive.tar");
  try {
    await git(root, "archive", `--output=${archive}`, `${revision}:${path}`);
  } catch (cause) {
    throw new Error(
      `Cannot read ${path} at ${revision}. Expected the folder to exist there. If it has moved since, add both places to src/last-release.js.`,
      { cause },
    );
  }
  await run("tar", ["-x", "-f", archive, "-C", target]);
}
