// Replaces dist/prism/prism-library.js, which imports Prism, by one that holds what is reached of Prism. With it
// go the licences of what is in it, and the exact versions.
import { writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { bundleOptions } from "./bundle-options.js";
import { bundledPackages, notices } from "./notices.js";

const { metafile } = await build({
  ...bundleOptions,
  entryPoints: ["src/prism/prism-library.ts"],
  outdir: "dist/prism",
  // What only documents of the caller's need goes into files of its own, loaded on demand.
  splitting: true,
  chunkNames: "bundled-[hash]",
  format: "esm",
  metafile: true,
  // Bundled CommonJS still requires Node's own modules.
  banner: {
    js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
  },
});

const packages = bundledPackages(metafile);
await writeFile("dist/THIRD-PARTY-NOTICES.txt", notices(packages));
await writeFile(
  "dist/bundled-packages.json",
  `${JSON.stringify(
    packages.map(({ name, version, license }) => ({ name, version, license })),
    undefined,
    2,
  )}\n`,
);
