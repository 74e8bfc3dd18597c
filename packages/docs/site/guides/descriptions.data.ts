import { createContentLoader } from "vitepress";

/** What each page is about, by its address; only the page that lists the guides loads it. */
export default createContentLoader(["*.md", "guides/*.md"], {
  transform: (pages) =>
    Object.fromEntries(
      pages.map(({ url, frontmatter }) => [url, frontmatter["description"]]),
    ),
});
