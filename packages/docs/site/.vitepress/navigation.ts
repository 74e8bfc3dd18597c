import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DefaultTheme } from "vitepress";

const site = fileURLToPath(new URL("..", import.meta.url));

/** What a page says of itself: `title`, else its first heading; `order` among its neighbours. */
function pageAt(link: string) {
  const text = readFileSync(`${site}${link}.md`, "utf8");
  const field = (name: string) =>
    new RegExp(`^${name}: *"?(.*?)"?$`, "m").exec(
      /^---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? "",
    )?.[1];
  return {
    link: `/${link}`,
    text: field("title") ?? /^# (.*)/m.exec(text)?.[1] ?? link,
    order: Number(field("order") ?? Number.POSITIVE_INFINITY),
  };
}

/** The pages of a folder, in the order that they ask for. */
function pagesIn(folder: string): DefaultTheme.SidebarItem[] {
  if (!existsSync(site + folder)) return [];
  return readdirSync(site + folder)
    .filter((file) => file.endsWith(".md") && file !== "index.md")
    .map((file) => pageAt(`${folder}/${file.slice(0, -".md".length)}`))
    .sort((a, b) => a.order - b.order || a.text.localeCompare(b.text));
}

const pagesThatExist = (...links: string[]) =>
  links.filter((link) => existsSync(`${site}${link}.md`)).map(pageAt);

/** Redocly's pages are no pages of VitePress: a whole new page has to be loaded. */
const apiReferences: (DefaultTheme.SidebarItem & { link: string })[] = [
  { text: "Platform API", link: "/api/", target: "_self" },
  {
    text: "Mock server's control API",
    link: "/api/mock-control",
    target: "_self",
  },
];

export const sidebar: DefaultTheme.SidebarItem[] = [
  { text: "Start", items: pagesThatExist("quickstart") },
  { text: "Guides", items: pagesIn("guides") },
  { text: "API", items: apiReferences },
  { text: "About", items: pagesThatExist("upstream", "changelog") },
].filter(({ items }) => items.length > 0);

export const nav: DefaultTheme.NavItem[] = [
  ...pagesThatExist("quickstart"),
  { text: "API", link: "/api/", target: "_self" },
];
