import { defineConfig, type HeadConfig } from "vitepress";
import llmstxt from "vitepress-plugin-llms";
import { repositoryUrl, siteUrl } from "../../scripts/repository.js";
import { columnNames, filenames } from "./markdown.js";
import { nav, sidebar } from "./navigation.js";

const title = "Melio Platform SDK";
const description =
  "Mint access tokens of the Melio Platform API in TypeScript: client, mock server and types from one OpenAPI description.";

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
    plugins: [
      llmstxt({
        domain: siteUrl.origin,
        ignoreFiles: ["{generated,parts}/**"],
      }),
    ],
  },
  // A page would fetch those that it links to, more than it weighs itself.
  router: { prefetchLinks: false },
  transformHead: ({ pageData }) => social(pageData),
  themeConfig: {
    logo: { src: "/logo.svg", alt: "" },
    nav,
    sidebar,
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        miniSearch: {
          searchOptions: {
            boost: { title: 4, text: 2, titles: 1 },
            // Who searches wants to know what to do; the references name everything, and often.
            boostDocument: (id) =>
              /\/(reference|changelog|api|melio-mock|upstream)\b/.test(id)
                ? 0.3
                : 1,
          },
        },
      },
    },
    socialLinks: [{ icon: "github", link: repositoryUrl }],
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
