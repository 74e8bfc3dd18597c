// Writes a CycloneDX document for each of these published packages into a folder:
//
//   node tools/release/sbom/write-sboms.js sboms @melio-platform/client@0.1.0 …
//
// The packages come from the registry that npm is set to, as users get them. Needs Node and npm and
// nothing of the workspace, so that the Release workflow installs nothing for it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { addBundled } from "./bundled.js";
import { npmSbom, unpack } from "./published-package.js";

const [, , folder, ...packages] = process.argv;
if (folder === undefined || packages.length === 0) {
  console.error(
    "Expected a folder and packages with their versions: write-sboms.js sboms @melio-platform/client@0.1.0",
  );
  process.exit(2);
}

const home = mkdtempSync(join(tmpdir(), "sbom-"));
try {
  mkdirSync(folder, { recursive: true });
  for (const [index, id] of packages.entries()) {
    const root = unpack(id, join(home, String(index)));
    const document = addBundled(npmSbom(root), root);
    // `@melio-platform/client@0.1.0` becomes `melio-platform-client-0.1.0`, as npm names a tarball.
    const name = id
      .replace(/^@/, "")
      .replace("/", "-")
      .replace(/@([^@]+)$/, "-$1");
    const file = resolve(folder, `${name}.cdx.json`);
    writeFileSync(file, `${JSON.stringify(document, undefined, 2)}\n`);
    console.log(file);
  }
} finally {
  rmSync(home, { recursive: true });
}
