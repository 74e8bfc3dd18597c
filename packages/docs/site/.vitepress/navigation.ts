import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { DefaultTheme } from "vitepress";
import { parse } from "yaml";
import { operationsOf } from "../../scripts/operations.js";

type Item = DefaultTheme.SidebarItem & { text: string; link: string };

const site = fileURLToPath(new URL("..", import.meta.url));

/** The title of a page, from its front matter. */
function titleOf(page: string): string {
  const text = readFileSync(`${site}${page}.md`, "utf8");
  const [, frontMatter = ""] = /^---\n([\s\S]*?)\n---/.exec(text) ?? [];
  const { title } = parse(frontMatter) ?? {};
  if (!title) throw new Error(`The page ${page} has no title.`);
  return title;
}

const linkTo = (page: string): Item => ({
  // The name of a package without its scope: there is one.
  text: titleOf(page).replace(/^@.*?\//, ""),
  link: `/${page.replace(/\bindex$/, "")}`,
});

const linksTo = (...pages: string[]): Item[] => pages.map(linkTo);

const guides = (...names: string[]): Item[] =>
  linksTo(...names.map((name) => `guides/${name}`));

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

/** In the order in which one reads them; the links at the end of a page follow it. */
export const sidebar = [
  {
    text: "Start",
    items: [
      ...linksTo("quickstart"),
      ...guides("backend-to-browser", "accounts", "settings"),
    ],
  },
  {
    text: "Frameworks",
    items: guides(
      "nextjs",
      "nuxt",
      "express",
      "fastify",
      "hono",
      "h3",
      "node-http",
      "lambda",
      "workers",
    ),
  },
  {
    text: "Testing",
    items: guides(
      "testing",
      "vitest",
      "jest",
      "node-test",
      "other-languages",
      "docker-and-ci",
      "testing-a-token-cache",
    ),
  },
  {
    text: "Reliability",
    items: guides(
      "idempotency-and-retries",
      "errors",
      "errors-in-the-page",
      "timeouts-and-cancellation",
    ),
  },
  {
    text: "Operate",
    items: guides(
      "key-rotation-and-secrets",
      "observability-and-proxies",
      "runtimes",
      "verifying-against-the-sandbox",
      "troubleshooting",
    ),
  },
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
      ...linksTo("reference/types"),
      ...guides("moving-from-ruby"),
      ...linksTo("changelog"),
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
