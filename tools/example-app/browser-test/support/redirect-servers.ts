import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";

/** An API that redirects to another origin, and what arrives there. Both allow every page. */
export async function startRedirect() {
  const arrived: { path: string; authorization: string | undefined }[] = [];
  const other = await serve((request, response) => {
    const { authorization } = request.headers;
    if (request.method !== "OPTIONS")
      arrived.push({ path: request.url ?? "", authorization });
    response.end("arrived");
  });
  const api = await serve((request, response) => {
    if (request.method !== "OPTIONS")
      response.writeHead(307, { Location: `${other.url}${request.url}` });
    response.end();
  });
  return {
    url: api.url,
    arrived,
    close() {
      api.close();
      other.close();
    },
  };
}

async function serve(listener: RequestListener) {
  const server = createServer((request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Headers", "Authorization");
    listener(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => server.close(),
  };
}
