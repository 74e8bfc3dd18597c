import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { minifySync as minifyWithSwc } from "@swc/core";
import { buildSync } from "esbuild";
import { minifySync as minifyWithOxc } from "oxc-minify";

/**
 * @typedef {object} Size
 * @property {number} minified in bytes
 * @property {number} gzipped in bytes, by `gzip -9`
 */

/**
 * Bundles as a browser's or an edge runtime's bundle is made: of packages with several builds that
 * is the one without Node's modules, which is the smaller one.
 *
 * @param {string} entry
 * @param {boolean} minify
 */
function bundle(entry, minify) {
  const { outputFiles } = buildSync({
    stdin: {
      contents: entry,
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    bundle: true,
    minify,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

/**
 * @param {string} code
 * @returns {Size}
 */
const sizeOf = (code) => ({
  minified: Buffer.byteLength(code),
  gzipped: gzipSync(code, { level: 9 }).length,
});

/** @param {string} entry */
export const sizeByEsbuild = (entry) => sizeOf(bundle(entry, true));

/** @param {string} entry */
export function sizesByOtherMinifiers(entry) {
  const code = bundle(entry, false);
  return {
    swc: sizeOf(
      minifyWithSwc(code, { module: true, compress: true, mangle: true }).code,
    ),
    oxc: sizeOf(minifyWithOxc("bundle.js", code, { module: true }).code),
  };
}
