import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { site } from "./folders.js";

/** The pages of the navigation, in the order in which one reads them. The links at the end of a page follow it. */
export const sections = [
  {
    text: "Start",
    pages: [
      "quickstart",
      "guides/backend-to-browser",
      "guides/accounts",
      "guides/settings",
    ],
  },
  {
    text: "Frameworks",
    pages: [
      "guides/nextjs",
      "guides/nuxt",
      "guides/express",
      "guides/fastify",
      "guides/hono",
      "guides/h3",
      "guides/node-http",
      "guides/lambda",
      "guides/workers",
    ],
  },
  {
    text: "Testing",
    pages: [
      "guides/testing",
      "guides/vitest",
      "guides/jest",
      "guides/node-test",
      "guides/other-languages",
      "guides/docker-and-ci",
      "guides/testing-a-token-cache",
    ],
  },
  {
    text: "Reliability",
    pages: [
      "guides/idempotency-and-retries",
      "guides/errors",
      "guides/errors-in-the-page",
      "guides/timeouts-and-cancellation",
    ],
  },
  {
    text: "Operate",
    pages: [
      "guides/key-rotation-and-secrets",
      "guides/observability-and-proxies",
      "guides/runtimes",
      "guides/verifying-against-the-sandbox",
      "guides/troubleshooting",
    ],
  },
];

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

/** The list of all guides, as Markdown: readers without script, the search and llms.txt have it too. */
export const guidesList = () =>
  sections
    .map(({ text, pages }) => `## ${text}\n\n${pages.map(lineOf).join("\n")}`)
    .join("\n\n");

/** @param {string} page */
function lineOf(page) {
  const { title, description } = frontMatterOf(page);
  return `- [${title}](/${page}): ${description}`;
}
