import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

// By default, git quotes and escapes file names with letters outside ASCII.
const plainFileNames = ["core.quotePath", "false"];

/**
 * @param {string} root
 * @param {string[]} args
 * @returns {Promise<string>} what git printed, without the last line break
 */
export async function git(root, ...args) {
  const { stdout } = await run(
    "git",
    ["-c", plainFileNames.join("="), ...args],
    {
      cwd: root,
      maxBuffer: 64 * 2 ** 20,
    },
  );
  return stdout.trimEnd();
}

/**
 * For code that calls git itself: passes the setting in the environment, beside the settings that are already there.
 *
 * @template T
 * @param {() => Promise<T>} work
 */
export async function withPlainFileNames(work) {
  const before = process.env["GIT_CONFIG_COUNT"];
  const count = Number(before ?? 0);
  const [key, value] = plainFileNames;
  process.env[`GIT_CONFIG_KEY_${count}`] = key;
  process.env[`GIT_CONFIG_VALUE_${count}`] = value;
  process.env["GIT_CONFIG_COUNT"] = String(count + 1);
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env["GIT_CONFIG_COUNT"];
    else process.env["GIT_CONFIG_COUNT"] = before;
  }
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
