// Writes the HTTP references: a part of a page from each API description, as Redocly bundles it, and Redoc's
// own page of the Platform API, a file of its own that loads nothing from elsewhere.
import { execFileSync } from "node:child_process";
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
  const page = join(folder, "redoc.html");
  redocly(
    "build-docs",
    descriptions["platform-api"],
    "--template",
    fileURLToPath(new URL("redoc.hbs", import.meta.url)),
    "--inlineBundle",
    "--output",
    page,
  );
  // The logo beside "API docs by" comes from another host, and no setting changes that. Redoc removes an image
  // that fails to load, and `redoc.hbs` writes its name there.
  writeFileSync(
    new URL("redoc.html", files),
    readFileSync(page, "utf8").replace(
      /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g,
      "data:,",
    ),
  );
  rmSync(folder, { recursive: true });
}
