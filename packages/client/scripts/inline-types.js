// The published client has one dependency, openapi-fetch: the declarations of
// @melio-platform/types go into its own `dist`, in place of the file that re-exports them.
import { copyFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const types = new URL(".", import.meta.resolve("@melio-platform/types"));
const dist = new URL("../dist/", import.meta.url);
for (const [from, to] of [
  ["index.d.ts", "api-types.d.ts"],
  ["schema.d.ts", "schema.d.ts"],
]) {
  await copyFile(
    fileURLToPath(new URL(from, types)),
    fileURLToPath(new URL(to, dist)),
  );
}
