import { createRequire } from "node:module";

/** Everything that depends on where the repository lies and where the site is published. */
const { repository } = createRequire(import.meta.url)(
  "@melio-platform/client/package.json",
) as { repository: { url: string } };

const address = /github\.com\/(?<owner>[^/]+)\/(?<name>[^/]+?)(?:\.git)?$/.exec(
  repository.url,
)?.groups;
if (!address) {
  throw new Error(
    `The "repository" of @melio-platform/client is "${repository.url}", expected a GitHub address: from it follow the links to sources and the site's own address.`,
  );
}

/** Where the sources are read and edited. */
export const repositoryUrl = `https://github.com/${address["owner"]}/${address["name"]}`;

/** Where the site is published, `DOCS_URL` or else the repository's GitHub Pages; ends with a slash. */
export const siteUrl = new URL(
  (
    process.env["DOCS_URL"] ||
    `https://${address["owner"]}.github.io/${address["name"]}`
  ).replace(/\/*$/, "/"),
);
