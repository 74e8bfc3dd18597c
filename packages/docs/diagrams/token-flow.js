import openapi from "@melio-platform/spec/openapi.json" with { type: "json" };

const path = Object.keys(openapi.paths)[0] ?? "";
const operation = `POST ${path}`;
const { ApiKey } = openapi.components.securitySchemes;
const { IdempotencyKey, MelioAccount } = openapi.components.parameters;
const { properties } = openapi.components.schemas.PostAuthResponseData;
const account = MelioAccount.example;

const page = "Page";
const endpoint = "Your endpoint";
const cache = "Token cache";
const auth = "Melio";
const api = "Melio's API";

/**
 * How a token comes to a page: the API key is sent by the backend alone.
 *
 * @type {import("./sequence.js").Sequence}
 */
export const tokenFlow = {
  id: "token-flow",
  title: "From a page to a token and to Melio's API",
  description: `The page asks your endpoint with the session's cookie. The endpoint authorizes the request and asks the token cache for the Account's token. If there is no valid one, the cache mints it with the API key by ${operation}. The page gets the access token and its expiry, and calls Melio's API with it. If the API answers 401, the page asks your endpoint for another token once, and repeats the request.`,
  participants: [
    { name: page, role: "./browser" },
    { name: endpoint, role: "./handler" },
    { name: cache, role: "./cache" },
    { name: auth, role: operation },
    { name: api, role: "with the token" },
  ],
  steps: [
    {
      from: page,
      to: endpoint,
      words: ["POST /melio/token", "with the cookie"],
    },
    {
      from: endpoint,
      words: ["another site's page? 403", "authorize: which Account?"],
    },
    { from: endpoint, to: cache, words: [`get("${account}")`] },
    {
      from: cache,
      to: auth,
      words: [ApiKey.name, IdempotencyKey.name, MelioAccount.name],
      frame: "begin",
      when: "only if there is no valid token for this Account",
    },
    {
      from: auth,
      to: cache,
      words: Object.keys(properties),
      answer: true,
      frame: "end",
    },
    { from: cache, to: endpoint, words: ["token"], answer: true },
    {
      from: endpoint,
      to: page,
      words: ["accessToken", "expiresAt"],
      answer: true,
    },
    { from: page, to: api, words: ["Authorization: Bearer <accessToken>"] },
    { from: api, to: page, words: ["data"], answer: true },
    {
      from: page,
      to: endpoint,
      words: ["POST /melio/token", "the refused token"],
      frame: "begin",
      when: "only if the API answered 401, and once",
    },
    { from: endpoint, to: cache, words: ["invalidate, get"] },
    {
      from: endpoint,
      to: page,
      words: ["another token"],
      answer: true,
    },
    {
      from: page,
      to: api,
      words: ["the same request once more"],
      frame: "end",
    },
  ],
};
