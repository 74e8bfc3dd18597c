import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A piece of code of the docs' site, as its reader copies it. */
export interface Block {
  readonly language: string;
  /** What stands above it: a file's name, a terminal's, or that it is output. */
  readonly title: string;
  readonly code: string;
}

/** A page as the site offers it to be copied, with all code that it takes in. */
export async function readPage(
  workspace: string,
  page: string,
): Promise<Block[]> {
  const file = join(workspace, `packages/docs/dist/${page}.md`);
  return blocksOf(await readFile(file, "utf8"));
}

/** In their order; of a group of tabs the first alone, since a reader takes one. */
function blocksOf(markdown: string): Block[] {
  const firstTabs = markdown.replace(
    /^::: code-group\n+(```.*?^```\n).*?^:::$/gms,
    "$1",
  );
  const fence = /^```(\w+)(?: \\?\[(.*?)\\?\])?\n(.*?)^```$/gms;
  return [...firstTabs.matchAll(fence)].map(
    ([, language = "", title = "", code = ""]) => ({
      language,
      title,
      code: `${code.trimEnd()}\n`,
    }),
  );
}
