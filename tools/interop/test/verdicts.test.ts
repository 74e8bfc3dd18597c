import { type MockServer, startMockServer } from "@melio-platform/mock-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exchange, type RawRequest } from "./support/exchange.js";
import {
  type PrismCommand,
  startPrismMock,
  startPrismProxy,
} from "./support/prism.js";
import { formatTable } from "./support/table.js";

const good = { "API-Key": "sk_test", "Idempotency-Key": "one" };
const json = { "Content-Type": "application/json" };
const chunked = { "Transfer-Encoding": "chunked" };

const requests: Record<string, RawRequest> = {
  "what the operation asks for": { headers: good },
  "an Account": { headers: { ...good, "Melio-Account": "acc_1" } },
  "an empty body of JSON, as upstream's client sends it": {
    headers: { ...good, ...json, "Content-Length": 0 },
  },
  "an empty body in chunks": { headers: { ...good, ...chunked } },
  "a body of JSON": { headers: { ...good, ...json }, body: "{}" },
  "a body of JSON in chunks": {
    headers: { ...good, ...json, ...chunked },
    body: "{}",
  },
  "a body of broken JSON": { headers: { ...good, ...json }, body: "{" },
  "no idempotency key": { headers: { "API-Key": "sk_test" } },
  "an empty idempotency key": { headers: { ...good, "Idempotency-Key": "" } },
  "two idempotency keys": {
    headers: { ...good, "Idempotency-Key": ["one", "two"] },
  },
  "an empty Account": { headers: { ...good, "Melio-Account": "" } },
  "no API key": { headers: { "Idempotency-Key": "one" } },
  "neither key": {},
  "an empty API key": { headers: { ...good, "API-Key": "" } },
  "an access token for an API key": {
    headers: { "Idempotency-Key": "one", Authorization: "Bearer at_1" },
  },
  "an unknown API key": { headers: { ...good, "API-Key": "sk_unknown" } },
  "a prefix and one space": {
    headers: { ...good, "API-Key": "Bearer sk_test" },
  },
  "a prefix and two spaces": {
    headers: { ...good, "API-Key": "Bearer  sk_test" },
  },
  "no type that the API has": { headers: { ...good, Accept: "text/html" } },
  "a parameter that the operation does not have": {
    headers: good,
    path: "/auth/token?page=1",
  },
  "a method that the path does not have": { headers: good, method: "GET" },
  "a path that the API does not have": { headers: good, path: "/auth/tokens" },
  "a slash at the end of the path": { headers: good, path: "/auth/token/" },
  "Prefer: code=429": { headers: { ...good, Prefer: "code=429" } },
  "Prefer: code=418": { headers: { ...good, Prefer: "code=418" } },
  "Prefer: example=none": { headers: { ...good, Prefer: "example=none" } },
  "Prefer: dynamic=true": { headers: { ...good, Prefer: "dynamic=true" } },
};

/** Statuses of our mock, `prism mock`, and `prism proxy --errors` in front of our mock. */
type Verdicts = readonly [ours: number, mock: number, proxy: number];

const badRequest =
  "The IETF draft on idempotency keys wants 400 for a missing key, and our mock answers every breach alike. Prism takes 422 before 400 where the description has both.";
const joined =
  "Prism sees headers as Node joins them, and one value with a comma is a good one. Ours counts them.";

/** Where Prism's verdict is not ours, and why. */
const differences: Record<string, { verdicts: Verdicts; reason: string }> = {
  "an empty body in chunks": {
    verdicts: [200, 200, 400],
    reason:
      "Prism's proxy adds Content-Length to Transfer-Encoding, which no server may take (RFC 9112, section 6.3). Ours answers to what Prism sends.",
  },
  "a body of JSON": { verdicts: [400, 422, 422], reason: badRequest },
  "a body of JSON in chunks": {
    verdicts: [400, 200, 400],
    reason:
      "Prism tells a body by Content-Length, and so sees none. Ours reads it; behind the proxy it refuses both lengths.",
  },
  "no idempotency key": { verdicts: [400, 422, 422], reason: badRequest },
  "an empty idempotency key": { verdicts: [400, 422, 422], reason: badRequest },
  "two idempotency keys": { verdicts: [400, 200, 200], reason: joined },
  "an empty Account": {
    verdicts: [400, 200, 400],
    reason:
      "Prism takes an optional header without a value for none. By the description's minLength it is one that is too short.",
  },
  "an unknown API key": {
    verdicts: [401, 200, 401],
    reason: "Prism's mock knows no keys: it takes any.",
  },
  "a prefix and two spaces": {
    verdicts: [401, 200, 401],
    reason: "Prism's mock takes any key; that one space stands there is prose.",
  },
  "Prefer: example=none": {
    verdicts: [400, 404, 400],
    reason:
      "A preference that cannot be kept is a mistake in the request, not a path that is missing.",
  },
  "Prefer: dynamic=true": {
    verdicts: [400, 200, 400],
    reason:
      "Our mock's tokens are always fresh; a made-up one would not be in force. It says so.",
  },
};

let mock: MockServer;
let prismMock: PrismCommand;
let prismProxy: PrismCommand;
beforeAll(async () => {
  mock = await startMockServer({ apiKeys: ["sk_test"] });
  [prismMock, prismProxy] = await Promise.all([
    startPrismMock(),
    startPrismProxy(mock.baseUrl),
  ]);
});
afterAll(async () => {
  await prismMock[Symbol.asyncDispose]();
  await prismProxy[Symbol.asyncDispose]();
  await mock.close();
});

/** What each says, and with differences why. */
const rows: string[][] = [];
afterAll(() => {
  const head = ["request", "ours", "prism mock", "prism proxy", "why"];
  console.log(`\n${formatTable([head, ...rows])}`);
});

test.each(Object.entries(requests))("%s", async (name, request) => {
  const verdicts: number[] = [];
  for (const place of [mock.baseUrl, prismMock.origin, prismProxy.origin]) {
    // Each is judged as the first that comes.
    mock.reset();
    verdicts.push((await exchange(place, request)).status);
  }
  const difference = differences[name];
  rows.push([name, ...verdicts.map(String), difference?.reason ?? ""]);
  const [ours] = verdicts;
  expect(verdicts).toEqual(difference?.verdicts ?? [ours, ours, ours]);
});

test("every difference is one of the requests, and is one", () => {
  for (const [name, { verdicts }] of Object.entries(differences)) {
    expect(requests).toHaveProperty([name]);
    expect(new Set(verdicts).size).toBeGreaterThan(1);
  }
});
