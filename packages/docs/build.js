// Builds the API reference as one page that holds all that it needs, the Redoc script included.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const page = "dist/index.html";
execFileSync(
  "redocly",
  [
    ...["build-docs", "auth-token", "--config", "../../spec/redocly.yaml"],
    ...["--template", "template.hbs", "--inlineBundle", "--output", page],
  ],
  { stdio: "inherit" },
);

// Redoc's script takes the logo behind "API docs by" from a CDN and has no setting for it.
const logo = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="42" height="12"><text y="10" font-family="sans-serif" font-size="11" fill="#4f7cff">Redocly</text></svg>',
)}`;
const foreignLogo = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g;
const built = readFileSync(page, "utf8");
if (!foreignLogo.test(built)) {
  throw new Error(
    "The address of Redoc's logo was not found. See where Redoc takes the logo from now, and mend build.js.",
  );
}
writeFileSync(page, built.replace(foreignLogo, logo));
