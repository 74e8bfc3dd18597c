// Loaded before the README's example: what it sends to the API's own servers goes to the mock server.
import openapi from "@melio-platform/spec/openapi.json" with { type: "json" };

const { MOCK_BASE_URL = "" } = process.env;
const realFetch = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const url = String(input);
  const server = openapi.servers.find((server) => url.startsWith(server.url));
  if (server === undefined) throw new Error(`${url} is none of the servers`);
  return realFetch(url.replace(server.url, MOCK_BASE_URL), init);
};
