import { defineConfig, type HeadConfig } from "vitepress";
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
    ["meta", { name: "theme-color", content: "#0f766e" }],
  ],
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
    footer: {
      message:
        "Not made by Melio. MIT. What upstream does not document is marked as assumed.",
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
  const image = new URL("social-card.png", siteUrl).href;
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
