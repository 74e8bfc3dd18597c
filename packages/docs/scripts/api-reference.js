// Has Redocly render each API description, and takes its page apart: what a reader sees before any
// script runs, its styles, the description, and Redoc's script, which the site ships itself.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { files, generated } from "./folders.js";
import { operationsMarkdown } from "./operations.js";

/** Name of the reference to the description that it shows, as Redocly takes it: an API of redocly.yaml, or a file. */
const descriptions = {
  "platform-api": "auth-token",
  "mock-control": fileURLToPath(
    import.meta.resolve("@melio-platform/mock-server/control.openapi.yaml"),
  ),
};

/**
 * What `pattern` finds in Redocly's page.
 * @param {string} page
 * @param {RegExp} pattern
 */
function part(page, pattern) {
  const found = pattern.exec(page)?.[1];
  if (found === undefined) {
    throw new Error(
      `${pattern} finds nothing in the page of redocly build-docs. See how it writes its pages now, and mend ${import.meta.filename}.`,
    );
  }
  return found;
}

/**
 * Redoc's script, from the package that rendered the page; `integrity` is what the page expects of it.
 * @param {string} integrity
 */
function redocScript(integrity) {
  const file = import.meta.resolve(
    "@redocly/cli/lib/chunks/redoc.standalone.js",
  );
  const script = readFileSync(fileURLToPath(file));
  const [algorithm = "", digest] = integrity.split(/-(.*)/);
  if (createHash(algorithm).update(script).digest("base64") !== digest) {
    throw new Error(
      `${file} is not the script that redocly build-docs names (${integrity}). See where Redocly keeps it now, and mend ${import.meta.filename}.`,
    );
  }
  // The logo beside "API docs by" comes from a CDN, and no setting changes that.
  const foreignLogo =
    /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g;
  return script.toString().replace(foreignLogo, "data:,");
}

export function writeApiReferences() {
  const folder = mkdtempSync(join(tmpdir(), "api-reference-"));
  for (const [name, description] of Object.entries(descriptions)) {
    const file = join(folder, `${name}.html`);
    execFileSync(
      "redocly",
      [
        ...["build-docs", description, "--config", "../../spec/redocly.yaml"],
        ...["--template", "scripts/api-reference.hbs", "--output", file],
        // What the site's header covers.
        ...["--openapi", JSON.stringify({ scrollYOffset: 64 })],
      ],
      { stdio: "pipe" },
    );
    const page = readFileSync(file, "utf8");
    const write = (/** @type {string} */ end, /** @type {string} */ text) =>
      writeFileSync(new URL(`${name}${end}`, generated), text);
    writeFileSync(
      // Vite would bundle it, and VitePress take it for the theme's own.
      new URL(`${name}.css`, files),
      part(page, /<style data-styled[^>]*>([\s\S]*?)<\/style>/),
    );
    write(".html", part(page, /<div id="redoc">([\s\S]*)<\/div>\s*<script/));
    const definition = part(page, /const __redoc_definition = (.*);\n/);
    write(".md", operationsMarkdown(JSON.parse(definition)));
    const options = part(page, /const __redoc_options = (.*);\n/);
    write(
      ".js",
      `export default { definition: ${definition}, options: ${options} };`,
    );
    writeFileSync(
      new URL("redoc.standalone.js", generated),
      redocScript(part(page, / integrity="([^"]*)"/)),
    );
  }
  rmSync(folder, { recursive: true });
}
