// Builds each API reference as one page that holds all that it needs, the Redoc script included.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Page to the description that it shows, as Redocly takes it: an API of redocly.yaml, or a file. */
const pages = {
  "site/public/api/index.html": "auth-token",
  "site/public/api/mock-control.html": fileURLToPath(
    import.meta.resolve("@melio-platform/mock-server/control.openapi.yaml"),
  ),
};

// Redoc's script takes the logo behind "API docs by" from a CDN and has no setting for it.
const logo = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="42" height="12"><text y="10" font-family="sans-serif" font-size="11" fill="#4f7cff">Redocly</text></svg>',
)}`;
const foreignLogo = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g;

for (const [page, api] of Object.entries(pages)) {
  execFileSync(
    "redocly",
    [
      ...["build-docs", api, "--config", "../../spec/redocly.yaml"],
      ...[
        "--template",
        "scripts/api-reference.hbs",
        "--inlineBundle",
        "--output",
        page,
      ],
    ],
    { stdio: "inherit" },
  );
  const built = readFileSync(page, "utf8");
  if (!built.match(foreignLogo)) {
    throw new Error(
      "The address of Redoc's logo was not found. See where Redoc takes the logo from now, and mend build.js.",
    );
  }
  writeFileSync(page, built.replace(foreignLogo, logo));
}
