import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { growSpec } from "./grow-spec.js";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const copied = [
  "spec",
  "tools/tsconfig",
  "packages/types",
  "packages/client",
  "packages/mock-server",
];
const leftOut = ["dist", "test", ".turbo"];

/**
 * Copies the packages that follow from the spec, with a spec of so many operations, and nothing else
 * changed.
 *
 * @param {number} operations
 */
export function createWorkspace(operations) {
  const home = mkdtempSync(join(tmpdir(), `melio-scale-${operations}-`));
  for (const path of copied) {
    cpSync(join(root, path), join(home, path), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !leftOut.includes(basename(source)),
    });
  }
  symlinkSync(join(root, "node_modules"), join(home, "node_modules"));
  const description = join(home, "spec/openapi.yaml");
  writeFileSync(
    description,
    growSpec(readFileSync(description, "utf8"), operations),
  );
  return {
    home,
    /** @param {string} path */
    manifest: (path) =>
      JSON.parse(readFileSync(join(home, path, "package.json"), "utf8")),
    remove: () => rmSync(home, { recursive: true }),
  };
}
