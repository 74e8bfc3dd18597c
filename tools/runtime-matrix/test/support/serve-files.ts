import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";

const page = `<!doctype html>
<script type="importmap">
{ "imports": {
  "@melio-platform/client": "/node_modules/@melio-platform/client/dist/index.js",
  "@melio-platform/client/browser": "/node_modules/@melio-platform/client/dist/browser/index.js",
  "@melio-platform/client/cache": "/node_modules/@melio-platform/client/dist/cache/index.js",
  "@melio-platform/client/handler": "/node_modules/@melio-platform/client/dist/handler/index.js",
  "openapi-fetch": "/node_modules/openapi-fetch/dist/index.mjs"
} }
</script>
<script type="module" src="/entries/page.js"></script>
`;

/** Serves a stage's modules, unbundled, and the page that loads them. */
export const createFileServer =
  (directory: string) =>
  async (path: string, out: ServerResponse): Promise<void> => {
    if (path === "/page.html") {
      out.setHeader("Content-Type", "text/html; charset=utf-8").end(page);
      return;
    }
    const isModule = /^\/[\w@/.-]+\.m?js$/.test(path) && !path.includes("..");
    const text = isModule
      ? await readFile(join(directory, path)).catch(() => undefined)
      : undefined;
    out
      .writeHead(text ? 200 : 404, { "Content-Type": "text/javascript" })
      .end(text);
  };
