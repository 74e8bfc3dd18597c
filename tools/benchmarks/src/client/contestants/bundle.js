import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

/**
 * @typedef {object} Size
 * @property {number} minified in bytes
 * @property {number} gzipped in bytes, by `gzip -9`
 */

/**
 * Bundles and minifies as a browser's or an edge runtime's bundle is made: of packages with several builds that is the one
 * without Node's modules, which is the smaller one.
 *
 * @param {string} entry
 * @returns {Size}
 */
export function sizeOf(entry) {
  const { outputFiles } = buildSync({
    stdin: {
      contents: entry,
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    logLevel: "error",
  });
  const code = outputFiles[0]?.text ?? "";
  return {
    minified: Buffer.byteLength(code),
    gzipped: gzipSync(code, { level: 9 }).length,
  };
}
