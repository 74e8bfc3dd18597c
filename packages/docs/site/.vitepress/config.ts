import { defineConfig } from "vitepress";
import { nav, sidebar } from "./navigation.js";
import { repositoryUrl, siteUrl } from "./site-url.js";

export default defineConfig({
  title: "Melio Platform SDK",
  description:
    "Mint access tokens of the Melio Platform API in TypeScript: client, mock server and types from one OpenAPI description.",
  base: siteUrl.pathname,
  outDir: "../dist",
  cleanUrls: true,
  // The references are no pages of VitePress; the check of the built site follows links into them.
  ignoreDeadLinks: [/^\/api\//],
  sitemap: { hostname: siteUrl.href },
  themeConfig: {
    nav,
    sidebar,
    search: { provider: "local" },
    socialLinks: [{ icon: "github", link: repositoryUrl }],
    editLink: {
      pattern: `${repositoryUrl}/edit/main/packages/docs/site/:path`,
    },
  },
});
