// The list of all guides, as Markdown: readers without script, the search and llms.txt have it too.
import { frontMatterOf } from "./front-matter.js";
import { sections } from "./sections.js";

export const guidesList = () =>
  sections
    .map(({ text, pages }) => `## ${text}\n\n${pages.map(line).join("\n")}`)
    .join("\n\n");

/** @param {string} page */
function line(page) {
  const { title, description } = frontMatterOf(page);
  return `- [${title}](/${page}): ${description}`;
}
