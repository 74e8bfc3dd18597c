// Ways to mint a token. Each does what its documentation shows first, with its defaults, over a connection
// that is kept alive.
import { createMelioClient } from "@melio-platform/client";
import { createNodeFetch } from "@melio-platform/client/node";
import axios from "axios";
import ky from "ky";
import { ofetch } from "ofetch";
import OpenAI from "openai";
import createOpenapiFetch from "openapi-fetch";
import Stripe from "stripe";
import {
  account,
  apiKey,
  basePath,
  createCallHeaders,
  createHeaders,
  tokenPath,
} from "../token-call.js";
import { client as heyApi, postAuthToken } from "./generated/hey-api.js";
import { createClient, OPERATIONS } from "./generated/redocly.js";

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {string} [entry] a module that uses the least of it which mints a token (of our own client: everything), for the size; none if it is part of the runtime
 * @property {(server: Server) => () => Promise<string>} connect gives a function that mints one token
 *
 * @typedef {{ origin: string, baseUrl: string }} Server
 */

const headers = { "API-Key": apiKey };

/**
 * @param {string} name
 * @param {() => { signal?: AbortSignal }} options of one call
 * @returns {Contestant}
 */
const createHeyApi = (name, options) => ({
  name,
  entry: 'export { client, postAuthToken } from "./generated/hey-api.js";',
  connect({ baseUrl }) {
    heyApi.setConfig({ baseUrl, auth: () => apiKey });
    return async () => {
      const call = { headers: createCallHeaders(), ...options() };
      const { data } = await postAuthToken(call);
      if (!data) throw new Error("no token");
      return data.data.accessToken;
    };
  },
});

/**
 * @param {string} name
 * @param {object} settings
 * @returns {Contestant}
 */
const createRedocly = (name, settings) => ({
  name,
  entry: 'export { createClient, OPERATIONS } from "./generated/redocly.js";',
  connect({ baseUrl }) {
    const client = createClient(OPERATIONS, {
      serverUrl: baseUrl,
      auth: { apiKey: { ApiKey: apiKey } },
      ...settings,
    });
    return async () =>
      (await client.postAuthToken({ headers: createCallHeaders() })).data
        .accessToken;
  },
});

/**
 * The core of Stripe's SDK: its generic method for an operation that the SDK does not know.
 *
 * @param {string} name
 * @param {() => object} settings
 * @returns {Contestant}
 */
const createStripe = (name, settings) => ({
  name,
  entry: 'export { default } from "stripe";',
  connect({ origin }) {
    const { hostname: host, port } = new URL(origin);
    const server = { host, port, protocol: "http" };
    const client = new Stripe(apiKey, { ...server, ...settings() });
    return async () => {
      const options = {
        idempotencyKey: createCallHeaders()["Idempotency-Key"],
        additionalHeaders: { ...headers, "Melio-Account": account },
      };
      const path = basePath + tokenPath;
      const { data } = await client.rawRequest("POST", path, {}, options);
      return data.accessToken;
    };
  },
});

/** @type {Contestant[]} the yardstick first */
export const contestants = [
  {
    name: "fetch",
    connect: ({ baseUrl }) => {
      const url = baseUrl + tokenPath;
      return async () => {
        const init = { method: "POST", headers: createHeaders() };
        const response = await fetch(url, init);
        if (!response.ok) throw new Error(`${response.status}`);
        return (await response.json()).data.accessToken;
      };
    },
  },
  {
    name: "@melio-platform/client",
    entry: 'export * from "@melio-platform/client";',
    connect({ baseUrl }) {
      const client = createMelioClient({ apiKey, baseUrl });
      return async () =>
        (await client.auth.createToken({ melioAccount: account })).accessToken;
    },
  },
  {
    name: "@melio-platform/client/node",
    connect({ baseUrl }) {
      const fetch = createNodeFetch({ proxy: false });
      const client = createMelioClient({ apiKey, baseUrl, fetch });
      return async () =>
        (await client.auth.createToken({ melioAccount: account })).accessToken;
    },
  },
  {
    name: "openapi-fetch",
    entry: 'export { default } from "openapi-fetch";',
    connect({ baseUrl }) {
      const client = createOpenapiFetch({ baseUrl, headers });
      return async () => {
        const init = { params: { header: createCallHeaders() } };
        const { data } = await client.POST(tokenPath, init);
        if (!data) throw new Error("no token");
        return data.data.accessToken;
      };
    },
  },
  createHeyApi("hey-api, generated", () => ({})),
  // With the time limit that our client has by default.
  createHeyApi("hey-api, with a timeout", () => ({
    signal: AbortSignal.timeout(10_000),
  })),
  createRedocly("redocly, generated", {}),
  // With the time limit and the retries that our client has by default.
  createRedocly("redocly, set as ours", {
    timeout: 10_000,
    retry: { retries: 2 },
  }),
  {
    name: "ky",
    entry: 'export { default } from "ky";',
    connect({ baseUrl }) {
      const client = ky.create({ prefixUrl: baseUrl, headers });
      const path = tokenPath.slice(1); // as `prefixUrl` wants it
      return async () => {
        const response = client.post(path, { headers: createCallHeaders() });
        const { data } = await response.json();
        return data.accessToken;
      };
    },
  },
  {
    name: "ofetch",
    entry: 'export { ofetch } from "ofetch";',
    connect({ baseUrl }) {
      const client = ofetch.create({ baseURL: baseUrl, headers });
      return async () => {
        const init = { method: "POST", headers: createCallHeaders() };
        return (await client(tokenPath, init)).data.accessToken;
      };
    },
  },
  {
    name: "axios",
    entry: 'export { default } from "axios";',
    connect({ baseUrl }) {
      const client = axios.create({ baseURL: baseUrl, headers });
      return async () => {
        const config = { headers: createCallHeaders() };
        const { data } = await client.post(tokenPath, undefined, config);
        return data.data.accessToken;
      };
    },
  },
  {
    // The core of OpenAI's SDK: its generic method for an operation that the SDK does not know.
    name: "openai",
    entry: 'export { default } from "openai";',
    connect({ baseUrl: baseURL }) {
      const client = new OpenAI({ apiKey, baseURL, defaultHeaders: headers });
      return async () => {
        const options = { headers: createCallHeaders() };
        const { data } = await client.post(tokenPath, options);
        return data.accessToken;
      };
    },
  },
  // As it is in every runtime but Node.
  createStripe("stripe over fetch", () => ({
    httpClient: Stripe.createFetchHttpClient(),
  })),
  // Its default in Node, where node:http is faster than any fetch: no yardstick for who uses fetch.
  createStripe("stripe over node:http", () => ({})),
];
