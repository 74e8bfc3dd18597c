// Replaces dist/prism.js, which imports Prism, by one file that holds what is reached of Prism.
import { build } from "esbuild";
import { leaveOut } from "./leave-out.js";

await build({
  entryPoints: ["src/prism.ts"],
  outfile: "dist/prism.js",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  // Not minified, so that a stack trace can be read.
  legalComments: "none",
  metafile: true,
  plugins: [leaveOut],
  // Bundled CommonJS still requires Node's own modules.
  banner: {
    js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
