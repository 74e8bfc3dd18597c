import { commitOf, git } from "./git.js";

/**
 * @typedef {{ commit: string, name: string } | { commit?: undefined, reason: string }} Base
 */

/**
 * The commit where the current branch has left the branch that it will be merged into.
 *
 * @param {string} root
 * @param {string} baseBranch
 * @returns {Promise<Base>} a reason instead if there is nothing to compare with
 */
export async function findBase(root, baseBranch) {
  // Set by GitHub in a pull request.
  const target = process.env["GITHUB_BASE_REF"];
  const names = target
    ? [`origin/${target}`]
    : [`origin/${baseBranch}`, baseBranch];
  for (const name of names) {
    const tip = await commitOf(root, name);
    if (!tip) continue;
    const commit = await git(root, "merge-base", tip, "HEAD").catch(() => {
      throw new Error(
        `HEAD and ${name} have no commit in common here. Get the whole history: run \`git fetch --unshallow\`, or set \`fetch-depth: 0\` in the workflow.`,
      );
    });
    const isMerged = commit === (await commitOf(root, "HEAD"));
    const isClean = (await git(root, "status", "--porcelain")) === "";
    return isMerged && isClean
      ? { reason: `HEAD is part of ${name}, so it proposes no change.` }
      : { commit, name };
  }
  if (target)
    throw new Error(
      `origin/${target}, the target of this pull request, is missing here. Set \`fetch-depth: 0\` in the workflow.`,
    );
  return {
    reason: `there is neither ${names.join(" nor ")} here to compare with.`,
  };
}
