// The published client has one dependency, openapi-fetch: the declarations of
// @melio-platform/types go into its own `dist`, in place of the file that re-exports them.
import { copyFile } from "node:fs/promises";

const types = new URL(".", import.meta.resolve("@melio-platform/types"));
const dist = new URL("../dist/", import.meta.url);
await copyFile(new URL("index.d.ts", types), new URL("api-types.d.ts", dist));
await copyFile(new URL("schema.d.ts", types), new URL("schema.d.ts", dist));
