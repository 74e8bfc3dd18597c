import { defineConfig, type HeadConfig } from "vitepress";
import llmstxt from "vitepress-plugin-llms";
import { repositoryUrl, siteUrl } from "../../scripts/repository.js";
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
  srcExclude: ["generated/**"],
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
    languageAlias: { cjs: "js", mjs: "js" },
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
        ignoreFiles: ["generated/**"],
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
    search: { provider: "local" },
    socialLinks: [{ icon: "github", link: repositoryUrl }],
    editLink: {
      pattern: `${repositoryUrl}/edit/main/packages/docs/site/:path`,
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
