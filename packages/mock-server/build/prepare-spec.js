// Puts the description and its workflows into dist, so that the published package needs no other: as
// the server wants it, so that who serves it loads no parser, and as written, for `melio-mock verify`.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { prepareSpec } from "../dist/prism/spec.js";

await mkdir("dist/spec", { recursive: true });
for (const name of ["openapi.json", "openapi.yaml", "auth-token.arazzo.yaml"]) {
  const source = import.meta.resolve(`@melio-platform/spec/${name}`);
  await copyFile(fileURLToPath(source), `dist/spec/${name}`);
}
await writeFile(
  "dist/spec/prepared.json",
  JSON.stringify(await prepareSpec("dist/spec/openapi.json")),
);
