// Replaces dist/prism.js, which imports Prism, by one file that holds what is reached of Prism; beside
// it go the licences of what is in it, and the exact versions.
import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { leaveOut } from "./leave-out.js";
import { bundledPackages, notices } from "./notices.js";

for (const file of await readdir("dist")) {
  if (/^prism-\w+\.js$/.test(file)) await rm(`dist/${file}`);
}

const { metafile } = await build({
  entryPoints: ["src/prism.ts"],
  outdir: "dist",
  // What only documents of the caller's need goes into files of its own, loaded on demand.
  splitting: true,
  chunkNames: "prism-[hash]",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  // Names and lines are kept, so that a stack trace can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 120,
  legalComments: "none",
  metafile: true,
  plugins: [leaveOut],
  // Bundled CommonJS still requires Node's own modules.
  banner: {
    js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
  },
  logLevel: "warning",
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

// The default document, as the server needs it: who serves it loads no parser.
const { prepareSpec } = await import("../dist/load-spec.js");
const document = fileURLToPath(
  import.meta.resolve("@melio-platform/spec/openapi.json"),
);
await writeFile(
  "dist/default-spec.json",
  JSON.stringify(await prepareSpec(document)),
);

// What `melio-mock verify` holds a server against.
await mkdir("dist/contract", { recursive: true });
for (const name of ["openapi.json", "openapi.yaml", "auth-token.arazzo.yaml"]) {
  await copyFile(specFile(name), `dist/contract/${name}`);
}

function specFile(name) {
  return fileURLToPath(import.meta.resolve(`@melio-platform/spec/${name}`));
}
