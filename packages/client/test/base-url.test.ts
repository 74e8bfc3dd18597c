import { createMelioClient } from "@melio-platform/client";
import fc from "fast-check";
import { expect, test } from "vitest";
import { thrownBy } from "./support/client.js";
import { tokenBody } from "./support/spec.js";

const create = (baseUrl: string, sent: string[] = []) =>
  createMelioClient({
    apiKey: "sk_test_key",
    baseUrl,
    fetch: async (url) => {
      sent.push(String(url));
      return Response.json(tokenBody);
    },
  });

test.for([
  "https://api.test",
  "https://api.test:8443/v1",
  "http://localhost:4010/v1",
  "http://127.0.0.1:4010/v1",
  "http://127.8.9.10/v1",
  "http://[::1]:4010/v1",
])("%s is taken, with and without a slash at its end", async (baseUrl) => {
  const sent: string[] = [];
  await create(baseUrl, sent).auth.createToken();
  await create(`${baseUrl}/`, sent).auth.createToken();
  const url = `${baseUrl}/auth/token`;
  expect(sent).toEqual([url, url]);
});

test("http://localhost alone is taken", async () => {
  const sent: string[] = [];
  await create("http://localhost", sent).auth.createToken();
  expect(sent).toEqual(["http://localhost/auth/token"]);
});

const refused = [
  "http://api.test/v1",
  "http://api.melio.com/v1",
  "http://localhost.evil.test",
  "http://evil-localhost.test",
  "http://127.0.0.1.evil.test",
  "http://127.0.0.1@evil.test",
  "http://localhost:80@evil.test/",
  "http://localhost\\@evil.test",
  "http://localhost\n.evil.test",
  "http://localhost\t.evil.test",
  "http://[::2]/",
  "http://0.0.0.0",
  "http://10.0.0.1",
  "https://user:pass@api.test",
  "https://api.test?a=b",
  "https://api.test#a",
  "ftp://api.test",
  "file:///etc/passwd",
  "api.test/v1",
  "//api.test/v1",
  "javascript:alert(1)",
];

test.for(refused)(
  "%j is refused, with a word on what is expected",
  (baseUrl) => {
    const error = thrownBy(() => create(baseUrl));
    expect(error).toMatchObject({ kind: "config" });
    expect((error as Error).message).toMatch(/baseUrl.*https/);
  },
);

test.for(["https://", "https://[bad", "https://%zz"])(
  "%j, which is no URL, is refused likewise",
  (baseUrl) => {
    const error = thrownBy(() => create(baseUrl));
    expect(error).toMatchObject({ kind: "config" });
    expect(error).not.toHaveProperty("input");
  },
);

test("whatever the base URL is: the request goes there by https, or to this machine, or it is refused", async () => {
  const piece = fc.constantFrom(
    ...["http", "https", ":", "//", "/", "\\", "@", "?", "#", ".", "\t", "\n"],
    ...["localhost", "127.0.0.1", "[::1]", "evil.test", "80", "v1", "%2e", " "],
  );
  const url = fc.oneof(
    fc.webUrl({ validSchemes: ["http", "https"] }),
    fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join("")),
    fc.array(piece, { maxLength: 6 }).map((p) => `http://${p.join("")}`),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(url, async (baseUrl) => {
      fc.pre(baseUrl !== "");
      const sent: string[] = [];
      try {
        await create(baseUrl, sent).auth.createToken();
      } catch (error) {
        expect(error).toMatchObject({ kind: "config" });
        return;
      }
      const { protocol, hostname, username, search } = new URL(sent[0] ?? "");
      expect(username + search).toBe("");
      if (protocol !== "https:")
        expect(hostname).toMatch(/^(127\..*|(.*\.)?localhost|\[::1\])$/);
    }),
    { numRuns: 2_000, endOnFailure: true },
  );
});
