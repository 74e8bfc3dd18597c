import { afterEach, expect, test, vi } from "vitest";
import { createClient, markedKey, thrownBy } from "./support/client.js";
import { findSecrets } from "./support/find-secrets.js";
import { headerNames, tokenBody } from "./support/spec.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Gives the headers of the request that a client sends here. */
async function headersSent() {
  let headers = new Headers();
  const melio = createClient(
    { baseUrl: "https://api.test/v1" },
    {
      dangerouslyAllowBrowser: true,
      userAgent: "shop/1.2",
      fetch: async (_, init) => {
        headers = new Headers(init?.headers);
        return Response.json(tokenBody);
      },
    },
  );
  await melio.auth.createToken();
  return headers;
}

test.for([
  { place: "a page", global: "document" },
  { place: "a worker of a page", global: "importScripts" },
])("$place is refused, unless the caller insists", async ({ global }) => {
  vi.stubGlobal(global, {});
  const server = { baseUrl: "https://api.test/v1" };
  const error = thrownBy(() => createClient(server));
  expect(error).toMatchObject({ kind: "config" });
  expect((error as Error).message).toMatch(/browser/i);
  expect(findSecrets(error, [markedKey])).toEqual([]);
  thrownBy(() => createClient(server, { dangerouslyAllowBrowser: false }));
  const headers = await headersSent();
  expect(headers.get(headerNames.apiKey)).toBe(markedKey);
  expect(headers.has("user-agent")).toBe(false); // which pages may not set
});

test("a server is not taken for a browser, whatever other globals it has", async () => {
  for (const global of ["window", "self", "navigator", "caches"])
    vi.stubGlobal(global, {});
  createClient({ baseUrl: "https://api.test/v1" });
  const headers = await headersSent();
  expect(headers.get("user-agent")).toMatch(/^melio-\S+\/\S+ shop\/1\.2$/);
});
