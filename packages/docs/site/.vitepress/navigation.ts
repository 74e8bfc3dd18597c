import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { DefaultTheme } from "vitepress";
import { parse } from "yaml";
import { operationsOf } from "../../scripts/operations.js";

type Item = DefaultTheme.SidebarItem & { text: string; link: string };

const site = fileURLToPath(new URL("..", import.meta.url));

/** The front matter of a page. */
function frontMatter(page: string): { title?: string; order?: number } {
  const [, text = ""] =
    /^---\n([\s\S]*?)\n---/.exec(readFileSync(`${site}${page}.md`, "utf8")) ??
    [];
  return parse(text) ?? {};
}

/** Links to those of the pages that exist, by their titles. */
const linksTo = (...pages: string[]): Item[] =>
  pages
    .filter((page) => existsSync(`${site}${page}.md`))
    .map((page) => ({
      // The name of a package without its scope: there is one.
      text: (frontMatter(page).title ?? page).replace(/^@.*?\//, ""),
      link: `/${page.replace(/\bindex$/, "")}`,
    }));

/** The pages of a folder, in the `order` that they ask for. */
function guides(): Item[] {
  if (!existsSync(`${site}guides`)) return [];
  const order = (page: string) => frontMatter(page).order ?? Infinity;
  const pages = readdirSync(`${site}guides`)
    .filter((file) => file.endsWith(".md"))
    .map((file) => `guides/${file.replace(/\.md$/, "")}`)
    .sort((a, b) => order(a) - order(b) || a.localeCompare(b));
  return linksTo(...pages);
}

/** A reference that Redoc shows, with its operations, each at the address that Redoc gives it. */
function apiReference(page: string, description: string): Item {
  const parsed = parse(
    readFileSync(createRequire(import.meta.url).resolve(description), "utf8"),
  );
  const operations = operationsOf(parsed);
  const [{ text, link } = { text: page, link: page }] = linksTo(page);
  return {
    text,
    link,
    collapsed: operations.length > 3,
    items: operations.map(({ operation, anchor }) => ({
      text: operation.summary,
      link: `${link}#${anchor}`,
      // Redoc follows the address, as long as VitePress' router leaves it alone.
      target: "_self",
    })),
  };
}

export const sidebar: DefaultTheme.SidebarItem[] = [
  { text: "Start", items: linksTo("quickstart", "upstream", "changelog") },
  { text: "Guides", items: guides() },
  {
    text: "SDK reference",
    items: linksTo(
      "reference/client",
      "reference/client/cache",
      "reference/client/handler",
      "reference/client/browser",
      "reference/mock-server",
      "reference/mock-server/vitest",
      "melio-mock",
      "reference/types",
    ),
  },
  {
    text: "HTTP reference",
    items: [
      apiReference("api/index", "@melio-platform/spec/openapi.yaml"),
      apiReference(
        "api/mock-control",
        "@melio-platform/mock-server/control.openapi.yaml",
      ),
    ],
  },
];

export const nav: DefaultTheme.NavItem[] = [
  ...named("Quickstart", linksTo("quickstart")),
  ...named("Guides", guides()),
  ...named("SDK", linksTo("reference/client")),
  ...named("API", linksTo("api/index")),
  ...named("Changelog", linksTo("changelog")),
];

/** The first of the links, by a short name; a section leads to its first page. */
function named(text: string, [first]: Item[]): DefaultTheme.NavItem[] {
  if (!first) return [];
  const folder = first.link.split("/")[1];
  return [{ text, link: first.link, activeMatch: `^/${folder}(/|$)` }];
}
