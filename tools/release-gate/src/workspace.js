import { relative, sep } from "node:path";
import { getPackages } from "@manypkg/get-packages";

/**
 * @typedef {object} Manifest what the gate reads of a package.json
 * @property {string} name
 * @property {string} version
 * @property {boolean} [private]
 * @property {Record<string, unknown>} [exports]
 * @property {Record<string, string>} [bin]
 * @property {Record<string, string>} [engines]
 */

/**
 * @typedef {object} Package one that is published
 * @property {string} name
 * @property {string} version
 * @property {string} path its folder, below the root, with slashes
 * @property {string} directory the same as an absolute path
 * @property {Manifest} manifest
 */

/**
 * @param {string} root
 * @returns {Promise<Package[]>} the packages that are published
 */
export async function publishedPackages(root) {
  const { packages } = await getPackages(root);
  return packages
    .filter(({ packageJson }) => !packageJson.private)
    .map(({ dir, packageJson }) => ({
      name: packageJson.name,
      version: packageJson.version,
      path: relative(root, dir).replaceAll(sep, "/"),
      directory: dir,
      manifest: /** @type {Manifest} */ (packageJson),
    }));
}
