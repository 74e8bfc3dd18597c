import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { git } from "./git.js";

// What only the workspace reads. Some of the mock server's development dependencies are bundled: its build
// lists them.
const ofTheWorkspace = ["devDependencies", "scripts", "size-limit", "version"];

/**
 * @param {string} root
 * @param {string} base
 * @param {import("./workspace.js").Package} pkg
 * @returns {Promise<{ hasChanged: boolean, isRelease: boolean }>} whether a user gets another package.json, or a release has raised its version
 */
export async function publishedManifest(root, base, { path, manifest }) {
  const at = async (/** @type {string} */ file) =>
    git(root, "show", `${base}:${file}`).catch(() => undefined);
  const text = await at(`${path}/package.json`);
  if (text === undefined) return { hasChanged: true, isRelease: false };
  const before = JSON.parse(text);
  const catalogs = [
    parse((await at("pnpm-workspace.yaml")) ?? ""),
    parse(await readFile(join(root, "pnpm-workspace.yaml"), "utf8")),
  ].map((workspace) => workspace?.catalog ?? {});
  const bundled = await bundledPackages(root, path);
  return {
    hasChanged: !isDeepStrictEqual(
      published(before, catalogs[0], bundled),
      published(manifest, catalogs[1], bundled),
    ),
    isRelease: before.version !== manifest.version,
  };
}

/**
 * @param {Record<string, any>} manifest
 * @param {Record<string, string>} catalog
 * @param {string[]} bundled
 */
function published(manifest, catalog, bundled) {
  const dependencies = {
    ...manifest["devDependencies"],
    ...manifest["dependencies"],
  };
  const counted = [...bundled, ...Object.keys(manifest["dependencies"] ?? {})];
  const versions = counted.map((name) => [
    name,
    dependencies[name] === "catalog:" ? catalog[name] : dependencies[name],
  ]);
  const fields = Object.entries(manifest).filter(
    ([key]) => !ofTheWorkspace.includes(key),
  );
  return [Object.fromEntries(fields), Object.fromEntries(versions)];
}

/**
 * @param {string} root
 * @param {string} path of a package
 * @returns {Promise<string[]>}
 */
async function bundledPackages(root, path) {
  const list = await readFile(
    join(root, path, "dist/bundled-packages.json"),
    "utf8",
  ).catch(() => "[]");
  return JSON.parse(list).map(
    (/** @type {{ name: string }} */ { name }) => name,
  );
}
