// What the compiler does not write into `dist`.
import { copyFile, writeFile } from "node:fs/promises";

const types = new URL(".", import.meta.resolve("@melio-platform/types"));
const dist = new URL("../dist/", import.meta.url);
const commonjs = new URL("cjs/", dist);

for (const folder of [dist, commonjs]) {
  // The published client has one dependency, openapi-fetch: the declarations of
  // @melio-platform/types take the place of the file that re-exports them.
  await copyFile(
    new URL("index.d.ts", types),
    new URL("api-types.d.ts", folder),
  );
  await copyFile(new URL("schema.d.ts", types), new URL("schema.d.ts", folder));
}
await writeFile(new URL("package.json", commonjs), '{ "type": "commonjs" }\n');
