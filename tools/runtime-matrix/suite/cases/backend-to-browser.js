import { createTokenSource } from "@melio-platform/client/browser";
import { createTokenCache } from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";
import { apiKeys } from "../api-keys.js";
import { check, equal, rejection } from "../expect.js";

const endpoint = "https://shop.example/melio/token";
const ask = (/** @type {RequestInit} */ init = {}) =>
  new Request(endpoint, { method: "POST", ...init });

/** @type {import("../case.js").Case[]} */
export const backendToBrowserCases = [
  {
    name: "the handler gives the cached token, and not the refresh token",
    async run({ createClient, lab }) {
      const handle = createTokenHandler({
        tokens: createTokenCache({ melio: createClient() }),
        authorize: () => "acc_matrix",
      });
      const responses = [await handle(ask()), await handle(ask())];
      const [first, second] = await Promise.all(
        responses.map((response) => response.json()),
      );
      equal(Object.keys(first), ["accessToken", "expiresAt"], "fields");
      equal(second, first, "the second answer");
      for (const { status, headers } of responses) {
        equal(status, 200, "status");
        equal(headers.get("Cache-Control"), "no-store", "Cache-Control");
      }
      equal((await lab("mock").requests()).length, 1, "mints");
    },
  },
  {
    name: "the handler refuses another site's page, another method and who is not signed in",
    only: ["node", "bun", "deno", "workerd"], // no page may set these headers
    async run({ createClient, lab }) {
      const handle = createTokenHandler({
        tokens: createTokenCache({ melio: createClient() }),
        authorize: ({ headers }) => headers.get("Cookie") && "acc_matrix",
      });
      const headers = { Cookie: "session=1" };
      const foreign = [
        { ...headers, Origin: "https://evil.example" },
        { ...headers, "Sec-Fetch-Site": "cross-site" },
      ];
      for (const headers of foreign)
        equal((await handle(ask({ headers }))).status, 403, "a foreign page");
      const get = await handle(ask({ headers, method: "GET" }));
      equal(get.status, 405, "GET");
      equal((await handle(ask())).status, 403, "nobody");
      const own = { ...headers, Origin: "https://shop.example" };
      equal(
        (await handle(ask({ headers: own }))).status,
        200,
        "one's own page",
      );
      equal((await lab("mock").requests()).length, 1, "mints");
    },
  },
  {
    name: "the handler answers upstream's failure with a sober one",
    async run({ createClient, lab }) {
      const melio = createClient({
        baseUrl: lab("unavailable").baseUrl,
        maxRetries: 0,
      });
      const handle = createTokenHandler({
        tokens: createTokenCache({ melio }),
        authorize: () => "acc_matrix",
      });
      const response = await handle(ask());
      equal(response.status, 503, "status");
      check(response.headers.get("Retry-After"), "Retry-After is missing");
      equal(await response.json(), { error: "token_unavailable" }, "body");
    },
  },
  {
    name: "the cache mints once for many callers, and an abort ends one wait alone",
    async run({ createClient, lab }) {
      const tokens = createTokenCache({ melio: createClient() });
      const controller = new AbortController();
      const { signal } = controller;
      const leaving = rejection(tokens.get("acc_matrix", { signal }));
      const staying = Array.from({ length: 100 }, () =>
        tokens.get("acc_matrix"),
      );
      const reason = new Error("the user has left");
      controller.abort(reason);
      check((await leaving) === reason, "it rejects with another reason");
      const given = new Set(await Promise.all(staying));
      equal(given.size, 1, "tokens");
      equal((await lab("mock").requests()).length, 1, "mints");
    },
  },
  {
    name: "the cache shares a token through a store, and none with another API key",
    async run({ createClient, lab }) {
      /** @type {Map<string, string>} */
      const stored = new Map();
      const store = {
        get: (/** @type {string} */ key) => stored.get(key),
        set: (/** @type {string} */ key, /** @type {string} */ value) =>
          stored.set(key, value),
      };
      const create = (/** @type {string} */ apiKey) =>
        createTokenCache({ melio: createClient({ apiKey }), store });
      const first = await create(apiKeys.usual).get("acc_matrix");
      while (stored.size === 0) await new Promise((go) => setTimeout(go));
      equal(await create(apiKeys.usual).get("acc_matrix"), first, "shared");
      const other = await create(apiKeys.fromVault).get("acc_matrix");
      check(other.accessToken !== first.accessToken, "a foreign key's token");
      equal((await lab("mock").requests()).length, 2, "mints");
    },
  },
  {
    name: "the token source asks the handler, and sends the token to Melio alone",
    only: ["node", "bun", "deno", "browser"], // workers are no pages
    async run({ createClient }) {
      const handle = createTokenHandler({
        tokens: createTokenCache({ melio: createClient() }),
        authorize: () => "acc_matrix",
      });
      /** @type {(string | null)[]} */
      const sent = [];
      const source = createTokenSource({
        endpoint,
        fetch: async (input, init) => {
          const request = new Request(input, init);
          if (request.url === endpoint) return handle(ask());
          sent.push(request.headers.get("Authorization"));
          return new Response();
        },
      });
      const token = await source.getToken();
      await source.fetch("https://api.melio.com/v1/bills");
      await source.fetch("https://elsewhere.example/v1/bills");
      equal(sent, [`Bearer ${token}`, null], "Authorization");
    },
  },
];
