import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { DefaultTheme } from "vitepress";
import { parse } from "yaml";
import { operationsOf } from "../../scripts/operations.js";
import { frontMatterOf, sections } from "../../scripts/sections.js";

type Item = DefaultTheme.SidebarItem & { text: string; link: string };

const linkTo = (page: string): Item => ({
  // The name of a package without its scope: there is one.
  text: frontMatterOf(page).title.replace(/^@.*?\//, ""),
  link: `/${page.replace(/\bindex$/, "")}`,
});

const linksTo = (...pages: string[]): Item[] => pages.map(linkTo);

/** An HTTP reference with its operations. */
function apiReference(page: string, description: string): Item {
  const parsed = parse(
    readFileSync(createRequire(import.meta.url).resolve(description), "utf8"),
  );
  const operations = operationsOf(parsed);
  const { text, link } = linkTo(page);
  return {
    text,
    link,
    collapsed: operations.length > 3,
    items: operations.map(({ operation, anchor }) => ({
      text: operation.summary,
      link: `${link}#${anchor}`,
    })),
  };
}

export const sidebar = [
  ...sections.map(({ text, pages }) => ({ text, items: linksTo(...pages) })),
  {
    text: "Reference",
    items: [
      apiReference("api/index", "@melio-platform/spec/openapi.yaml"),
      ...linksTo(
        "reference/client",
        "reference/client/cache",
        "reference/client/handler",
        "reference/client/browser",
        "reference/client/node",
        "reference/mock-server",
        "reference/mock-server/vitest",
        "melio-mock",
      ),
      apiReference(
        "api/mock-control",
        "@melio-platform/mock-server/control.openapi.yaml",
      ),
      ...linksTo("reference/types", "guides/moving-from-ruby", "changelog"),
    ],
  },
  { text: "Known and assumed", items: linksTo("upstream") },
] satisfies DefaultTheme.SidebarItem[];

const named = (text: string, page: string): DefaultTheme.NavItem => {
  const { link } = linkTo(page);
  return { text, link, activeMatch: `^/${link.split("/")[1]}(/|$)` };
};

export const nav: DefaultTheme.NavItem[] = [
  named("Quickstart", "quickstart"),
  named("Guides", "guides/index"),
  named("SDK", "reference/index"),
  named("API", "api/index"),
  named("Changelog", "changelog"),
];
