import { once } from "node:events";
import { createServer } from "node:http";

/** Serves an empty page at another site: `localhost` is not the site of `127.0.0.1`. */
export async function startForeignPage() {
  const server = createServer((_, response) => {
    response
      .setHeader("Content-Type", "text/html")
      .end("<!doctype html><title>Another site</title>");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no port");
  return {
    url: `http://localhost:${address.port}`,
    close: () => server.close(),
  };
}
