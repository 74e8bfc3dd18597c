import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { site } from "./folders.js";

/**
 * The front matter of a page, such as `guides/errors`.
 * @param {string} page
 * @returns {{ title: string, description: string }}
 */
export function frontMatterOf(page) {
  const text = readFileSync(new URL(`${page}.md`, site), "utf8");
  const [, frontMatter = ""] = /^---\n([\s\S]*?)\n---/.exec(text) ?? [];
  const { title, description } = parse(frontMatter) ?? {};
  if (!title || !description) {
    throw new Error(`The page ${page} has no title or no description.`);
  }
  return { title, description };
}
