import { type MockServer, startMockServer } from "@melio-platform/mock-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { surroundedCompilations } from "./compilations.js";
import { type Consumer, createConsumer, strictConfig } from "./consumer.js";

let consumer: Consumer;
let mock: MockServer;
beforeAll(async () => {
  [consumer, mock] = await Promise.all([
    createConsumer("packages/client"),
    startMockServer(),
  ]);
});
afterAll(() => Promise.all([consumer.remove(), mock.close()]));

// The expected errors show that the types are not any, as an unresolved import would be.
const source = `
import { createMelioClient } from "@melio-platform/client";
import { createTokenSource, type TokenSource } from "@melio-platform/client/browser";
import { createTokenCache, type TokenCache, type TokenStore } from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";
const store: TokenStore = new Map<string, string>();
const tokens: TokenCache = createTokenCache({ melio: createMelioClient(), store, refreshBefore: 30_000 });
export const POST: (request: Request) => Promise<Response> = createTokenHandler({
  tokens,
  authorize: async (request) => request.headers.get("Cookie") && "acc_123",
});
export const source: TokenSource = createTokenSource({ endpoint: "/melio/token" });
export const expiry: Promise<string> = tokens.get("acc_123").then(({ expiresAt }) => expiresAt);
// @ts-expect-error
createTokenHandler({ tokens });
// @ts-expect-error
createTokenCache({ melio: createMelioClient(), refreshBefore: "30s" });
// @ts-expect-error
createTokenSource({});
// @ts-expect-error
tokens.get(undefined);
`;

test.for(surroundedCompilations)(
  "the entry points' types compile with $compiler, $settings.moduleResolution, $surrounding.name",
  async ({ compiler, settings, surrounding: { name, ...lib } }) => {
    await consumer.write("consumer.ts", source);
    const output = await consumer.compile(
      compiler,
      strictConfig({ ...settings, ...lib, exactOptionalPropertyTypes: true }),
    );
    expect(output).toBe("");
  },
);

test("the installed package brings a token from the cache to the page's fetch", async () => {
  await consumer.write(
    "way.js",
    `import { createMelioClient } from "@melio-platform/client";
     import { createTokenSource } from "@melio-platform/client/browser";
     import { createTokenCache } from "@melio-platform/client/cache";
     import { createTokenHandler } from "@melio-platform/client/handler";
     const melio = createMelioClient({ apiKey: "sk_test_key", baseUrl: "${mock.baseUrl}" });
     const store = new Map(); // shows that cache and client are of one copy
     const handle = createTokenHandler({
       tokens: createTokenCache({ melio, store }),
       authorize: () => "acc_123",
     });
     const source = createTokenSource({
       endpoint: "https://shop.example/melio/token",
       fetch: (input, init) => handle(new Request(input, init)),
     });
     console.log(await source.getToken());`,
  );
  const accessToken = (await consumer.node("way.js")).trim();
  expect(mock.isValid(accessToken)).toBe(true);
});
