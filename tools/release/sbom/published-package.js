import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Downloads a package and unpacks it as the root of a project, which has installed what a user of the
 * package gets.
 *
 * @param {string} id name and version: `@melio-platform/client@0.1.0`
 * @param {string} folder made here
 * @returns {string} the package's root
 */
export function unpack(id, folder) {
  mkdirSync(folder);
  npm(folder, "pack", id);
  const [tarball = ""] = readdirSync(folder);
  execFileSync("tar", ["-xzf", tarball], { cwd: folder });
  const root = join(folder, "package");
  const manifest = join(root, "package.json");
  // What built the package is on no registry in part, and is no part of it.
  const { devDependencies: _, ...rest } = JSON.parse(
    readFileSync(manifest, "utf8"),
  );
  writeFileSync(manifest, JSON.stringify(rest));
  const others = ["--omit=dev", "--omit=optional", "--omit=peer"];
  npm(root, "install", "--ignore-scripts", "--legacy-peer-deps", ...others);
  return root;
}

/**
 * @param {string} root
 * @returns {import("./bundled.js").Sbom} a CycloneDX document of the package and what it depends on
 */
export function npmSbom(root) {
  const format = ["--sbom-format=cyclonedx", "--sbom-type=library"];
  return JSON.parse(npm(root, "sbom", ...format, "--legacy-peer-deps"));
}

/**
 * @param {string} cwd
 * @param {string[]} args
 */
function npm(cwd, ...args) {
  return execFileSync("npm", args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 100_000_000,
  });
}
