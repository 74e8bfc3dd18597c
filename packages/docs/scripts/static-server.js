// Serves the built site as GitHub Pages does: below its base path, pages without ".html", text compressed
// by gzip, and 404.html for what is not there.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import compression from "compression";
import sirv from "sirv";
import { siteUrl } from "./repository.js";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));

export async function startStaticServer(port = 0) {
  const base = siteUrl.pathname;
  const files = sirv(dist, { extensions: ["html"] });
  const notFound = readFileSync(`${dist}404.html`);
  const compress = compression();
  const server = createServer((request, response) => {
    const miss = () => {
      response.writeHead(404, { "Content-Type": "text/html; charset=utf-8" });
      response.end(notFound);
    };
    compress(
      /** @type {never} */ (request),
      /** @type {never} */ (response),
      () => {
        if (!request.url?.startsWith(base)) return miss();
        request.url = request.url.slice(base.length - 1);
        files(request, response, miss);
      },
    );
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  const address = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  return {
    url: `http://127.0.0.1:${address.port}${base}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
