import { fileURLToPath } from "node:url";
import { defineConfig, type HeadConfig } from "vitepress";
import llmstxt from "vitepress-plugin-llms";
import { repositoryUrl, siteUrl } from "../../scripts/repository.js";
import { accessible } from "./accessible.js";
import { columnNames, filenames, withSearchWords } from "./markdown.js";
import { nav, sidebar } from "./navigation.js";

const title = "Melio Platform SDK";
const description =
  "Mint access tokens of the Melio Platform API in TypeScript: client, mock server and types from one OpenAPI description.";

// Simple Icons' drawing. VitePress looks one up by its name only by computing styles on every load.
const githubMark =
  '<svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true"><path d="M12 .297c-6.63 0-12 5.373-12 12c0 5.303 3.438 9.8 8.205 11.385c.6.113.82-.258.82-.577c0-.285-.01-1.04-.015-2.04c-3.338.724-4.042-1.61-4.042-1.61C4.422 18.07 3.633 17.7 3.633 17.7c-1.087-.744.084-.729.084-.729c1.205.084 1.838 1.236 1.838 1.236c1.07 1.835 2.809 1.305 3.495.998c.108-.776.417-1.305.76-1.605c-2.665-.3-5.466-1.332-5.466-5.93c0-1.31.465-2.38 1.235-3.22c-.135-.303-.54-1.523.105-3.176c0 0 1.005-.322 3.3 1.23c.96-.267 1.98-.399 3-.405c1.02.006 2.04.138 3 .405c2.28-1.552 3.285-1.23 3.285-1.23c.645 1.653.24 2.873.12 3.176c.765.84 1.23 1.91 1.23 3.22c0 4.61-2.805 5.625-5.475 5.92c.42.36.81 1.096.81 2.22c0 1.606-.015 2.896-.015 3.286c0 .315.21.69.825.57C20.565 22.092 24 17.592 24 12.297c0-6.627-5.373-12-12-12"/></svg>';

export default defineConfig({
  title,
  description,
  base: siteUrl.pathname,
  outDir: "../dist",
  cleanUrls: true,
  srcExclude: ["{generated,parts}/**"],
  sitemap: { hostname: siteUrl.href },
  head: [
    [
      "link",
      {
        rel: "icon",
        type: "image/svg+xml",
        href: `${siteUrl.pathname}logo.svg`,
      },
    ],
    // Hides what is there for those who run no script, before it is seen.
    ["script", {}, 'document.documentElement.classList.add("scripted")'],
    ["meta", { name: "theme-color", content: "#0f766e" }],
  ],
  markdown: {
    languageAlias: { cjs: "js", env: "dotenv", mjs: "js" },
    config(markdown) {
      filenames(markdown);
      columnNames(markdown);
    },
    // The plainer ones fall below a contrast of 4.5.
    theme: {
      light: "github-light-high-contrast",
      dark: "github-dark-high-contrast",
    },
  },
  vite: {
    resolve: {
      alias: [
        {
          find: /^\.\/components\/VPSidebar\.vue$/,
          replacement: fileURLToPath(
            new URL("theme/sidebar.ts", import.meta.url),
          ),
        },
      ],
    },
    plugins: [
      accessible(),
      llmstxt({
        domain: siteUrl.origin,
        ignoreFiles: ["{generated,parts}/**"],
      }),
    ],
  },
  // To switch transitions off while the theme changes, VitePress computes all styles at once on every load.
  appearance: { disableTransition: false },
  // A page would fetch those that it links to, more than it weighs itself.
  router: { prefetchLinks: false },
  // The styles of icons that are named, of which there is none, would keep the page from its first paint.
  transformHtml: (html) => html.replace(/<link [^>]*vp-icons\.css[^>]*>/, ""),
  transformHead: ({ pageData }) => social(pageData),
  themeConfig: {
    logo: { src: "/logo.svg", alt: "" },
    nav,
    sidebar,
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        _render: withSearchWords,
        miniSearch: {
          searchOptions: {
            boost: { title: 4, text: 2, titles: 1 },
            // Words that only resemble the query come after those that begin with it.
            weights: { fuzzy: 0.15, prefix: 0.375 },
            // Readers want to know what to do: references name everything, and the landing page and lists only
            // lead to what they name. A page whose title is the query is right, whatever it is.
            // It runs in the reader's browser, alone.
            boostDocument: (id, _term, { titles } = {}) => {
              const isPage = Array.isArray(titles) && titles.length === 0;
              if (/\/(reference|changelog|api|melio-mock|upstream)\b/.test(id))
                return isPage ? 1 : 0.3;
              if (/\/(guides\/)?(#|$)/.test(id)) return 0.3;
              return isPage ? 1.5 : 1;
            },
          },
        },
      },
    },
    socialLinks: [
      { icon: { svg: githubMark }, link: repositoryUrl, ariaLabel: "GitHub" },
    ],
    editLink: {
      pattern: `${repositoryUrl}/edit/main/packages/docs/site/:path`,
    },
    footer: {
      message: `An independent project, not a publication of Melio. <a href="${repositoryUrl}/blob/main/LICENSE">MIT licence</a>, <a href="${repositoryUrl}">source</a>, <a href="${repositoryUrl}/issues">issues</a>, <a href="${repositoryUrl}/blob/main/SECURITY.md">security</a>.`,
    },
  },
});

/** The page's own address, and what other sites show of it. */
function social(page: {
  relativePath: string;
  title: string;
  description: string;
}): HeadConfig[] {
  const path = page.relativePath.replace(/(?:\bindex)?\.md$/, "");
  const url = new URL(path, siteUrl).href;
  const image = new URL("generated/social-card.png", siteUrl).href;
  const properties = {
    "og:type": "website",
    "og:site_name": title,
    "og:title": page.title || title,
    "og:description": page.description || description,
    "og:url": url,
    "og:image": image,
  };
  return [
    ["link", { rel: "canonical", href: url }],
    ["meta", { name: "twitter:card", content: "summary_large_image" }],
    ...Object.entries(properties).map(
      ([property, content]): HeadConfig => ["meta", { property, content }],
    ),
  ];
}
