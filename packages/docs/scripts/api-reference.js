// Writes the HTTP references: a part of a page from each API description, as Redocly bundles it, and Redoc's
// own page of the Platform API, a file of its own that loads nothing from elsewhere.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
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

/** Samples in languages that the description has none for. */
const moreSamples = {
  postAuthToken: [
    {
      lang: "Python",
      label: "Python",
      source: readFileSync(
        new URL("../samples/api/mint.py", import.meta.url),
        "utf8",
      ),
    },
  ],
};

/** @param {string[]} args */
const redocly = (...args) =>
  execFileSync("redocly", [...args, "--config", "../../spec/redocly.yaml"], {
    stdio: "pipe",
  });

export function writeApiReferences() {
  const folder = mkdtempSync(join(tmpdir(), "api-reference-"));
  for (const [name, description] of Object.entries(descriptions)) {
    const file = join(folder, `${name}.json`);
    redocly("bundle", description, "--output", file);
    writeFileSync(
      new URL(`${name}.md`, generated),
      operationsMarkdown(
        JSON.parse(readFileSync(file, "utf8")),
        (operation) =>
          Object.entries(moreSamples).find(([id]) => id === operation)?.[1] ??
          [],
      ),
    );
  }
  copyFileSync(
    new URL(import.meta.resolve("@melio-platform/spec/openapi.yaml")),
    new URL("openapi.yaml", files),
  );
  const file = join(folder, "redoc.html");
  redocly("build-docs", descriptions["platform-api"], "--output", file);
  writeRedoc(readFileSync(file, "utf8"));
  rmSync(folder, { recursive: true });
}

/**
 * Redoc's page loads its script and fonts from other hosts; here the script is a file beside it, and the
 * fonts are the system's.
 * @param {string} page
 */
function writeRedoc(page) {
  const [, address = "", integrity = ""] =
    /"(https:\/\/[^"]*redoc[^"]*\.js)"[^>]*? integrity="([^"]*)"/.exec(page) ??
    [];
  const file = fileURLToPath(
    import.meta.resolve("@redocly/cli/lib/chunks/redoc.standalone.js"),
  );
  const script = readFileSync(file);
  const [algorithm = "sha384", digest] = integrity.split(/-(.*)/);
  if (createHash(algorithm).update(script).digest("base64") !== digest) {
    throw new Error(
      `${file} is not the script that redocly build-docs names (${integrity}). Find where this version of Redocly keeps it, and change ${import.meta.filename}.`,
    );
  }
  // The logo beside "API docs by" comes from a CDN, and no setting changes that.
  const foreignLogo =
    /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g;
  const local = script.toString().replace(foreignLogo, "data:,");
  writeFileSync(new URL("redoc.standalone.js", files), local);
  writeFileSync(
    new URL("redoc.html", files),
    page
      .replaceAll(address, "./redoc.standalone.js")
      .replaceAll(
        integrity,
        `sha384-${createHash("sha384").update(local).digest("base64")}`,
      )
      .replace(/<link[^>]*fonts\.googleapis[^>]*>/g, "")
      .replace(foreignLogo, "data:,"),
  );
}
