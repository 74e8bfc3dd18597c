import { createRequire } from "node:module";

/** @type {{ repository: { url: string } }} */
const { repository } = createRequire(import.meta.url)(
  "@melio-platform/client/package.json",
);
const [, owner, name] =
  /github\.com\/([^/]+)\/([^/]+?)(?:\.git)?$/.exec(repository.url) ?? [];
if (!owner || !name) {
  throw new Error(
    `The "repository" of @melio-platform/client is "${repository.url}", expected an address on GitHub: from it follow the links to sources and the site's own address.`,
  );
}

/** Where the sources are read and edited. */
export const repositoryUrl = `https://github.com/${owner}/${name}`;

/** Where the site is published, `DOCS_URL` or else the repository's GitHub Pages; ends with a slash. */
export const siteUrl = new URL(
  (process.env["DOCS_URL"] || `https://${owner}.github.io/${name}`).replace(
    /\/*$/,
    "/",
  ),
);
