import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A piece of code of the docs' site, as its reader copies it. */
export interface Block {
  readonly language: string;
  /** What stands above it: a file's name, a terminal's, or that it is output. */
  readonly title: string;
  readonly code: string;
}

/** The site as the build of this repository has it. */
export const site = fileURLToPath(
  new URL("../../../../packages/docs/dist", import.meta.url),
);

/** A page as the site offers it to be copied, with all code that it takes in. */
export const readPage = async (page: string): Promise<Block[]> =>
  blocksOf(await readFile(join(site, `${page}.md`), "utf8"));

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
