// Makes what `require("@melio-platform/mock-server")` is given: the same sources and Prism as one CommonJS
// file, since neither Jest nor a CommonJS bundle can load modules.
import { writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { bundleOptions } from "./bundle-options.js";

await build({
  ...bundleOptions,
  entryPoints: ["src/index.ts"],
  outfile: "dist/cjs/index.js",
  format: "cjs",
  define: { "import.meta.url": "__distUrl" },
  // Where src/prism/spec.js, which finds the files of the package, stands in `dist`.
  banner: {
    js: 'const __distUrl=require("node:url").pathToFileURL(require("node:path").resolve(__dirname,"../prism/spec.js")).href;',
  },
});
await writeFile("dist/cjs/package.json", '{ "type": "commonjs" }\n');
