import { Agent, request } from "node:http";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { startMockServer } from "@melio-platform/mock-server";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { findResponseViolations } from "../src/prism/prism.js";
import { findOperation, loadSpec } from "../src/prism/spec.js";

const { operations } = await loadSpec(
  fileURLToPath(import.meta.resolve("@melio-platform/spec/openapi.json")),
);
const operation = findOperation(operations, "post", "/auth/token");
if (operation === undefined) throw new Error("no POST /auth/token");

interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());

// Node's own client sends what fetch refuses to: a body with GET, odd methods, raw paths.
function send(url: string, { method, path, headers, body }: Sent) {
  return new Promise<{
    status: number;
    headers: Record<string, string>;
    body: unknown;
  }>((resolve, reject) => {
    // Node frames the bodies of some methods only.
    const framed = body
      ? { ...headers, "content-length": String(Buffer.byteLength(body)) }
      : headers;
    const outgoing = request(
      url,
      { method, path, headers: framed, agent },
      async (incoming) => {
        let text = "";
        for await (const chunk of incoming) text += chunk;
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers as Record<string, string>,
          body: text === "" ? undefined : JSON.parse(text),
        });
      },
    );
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

const headerValue = fc
  .string({ unit: fc.constantFrom(..."aZ09 ,;=/\"'<>{}%*") })
  .map((text) => text.trim());

const sent: fc.Arbitrary<Sent> = fc.record({
  method: fc.constantFrom(
    "POST",
    "POST",
    "GET",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "PROPFIND",
  ),
  path: fc.oneof(
    { weight: 4, arbitrary: fc.constant("/v1/auth/token") },
    fc.constantFrom(
      "/v1/auth/token/",
      "/v1/auth/token?x=1&x=2",
      "/v1/auth",
      "/v1//auth/token",
      "/v1/AUTH/token",
      "/v1/auth/token%20",
      "/",
    ),
    fc.webPath().map((path) => path || "/"),
  ),
  headers: fc.dictionary(
    fc.constantFrom(
      "api-key",
      "idempotency-key",
      "melio-account",
      "content-type",
      "accept",
      "prefer",
      "authorization",
      "cookie",
    ),
    headerValue,
  ),
  body: fc.option(fc.oneof(fc.string(), fc.json()), {
    nil: undefined,
    freq: 2,
  }),
});

// Schemathesis' checks: missing required header, ignored authentication, unsupported method, undeclared
// status, response against schema.
describe("whatever is sent", async () => {
  const mock = await startMockServer();
  afterAll(() => mock.close());

  test("is served if it keeps the contract, and otherwise refused with an ErrorResponse", async () => {
    let served = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(sent, async (item) => {
        const answer = await send(mock.url, item);
        if (item.method === "GET" && /^\/(v1\/?)?([?#]|$)/.test(item.path)) {
          // A look whether the server is up.
          expect(answer.status).toBe(200);
          return;
        }
        expect(findResponseViolations(operation, answer)).toEqual([]);
        const { method, path, headers, body } = item;
        if (answer.status < 400) {
          served += 1;
          // Missing credentials or header, another method, another path, a body: none of these is served.
          expect(method).toBe("POST");
          expect(path.split("?")[0]).toBe("/v1/auth/token");
          expect(headers["api-key"]).toBeTruthy();
          expect(headers["idempotency-key"]).toBeTruthy();
          expect(headers["melio-account"]).not.toBe("");
          expect(body ?? "").toBe("");
        } else {
          refused += 1;
          expect(answer.status).not.toBe(500);
          expect(mock.requests().at(-1)).toMatchObject({
            status: answer.status,
          });
        }
      }),
      {
        numRuns: 800,
        // A served request is rare by chance alone.
        examples: Array.from({ length: 5 }, (_, n): [Sent] => [
          {
            method: "POST",
            path: "/v1/auth/token",
            headers: { "api-key": "k", "idempotency-key": `n${n}` },
            body: undefined,
          },
        ]),
      },
    );
    expect(served).toBeGreaterThanOrEqual(5);
    expect(refused).toBeGreaterThan(400);
    expect(mock.requests().some(({ outcome }) => outcome === "defect")).toBe(
      false,
    );
  }, 120_000);

  test("as bytes that are no HTTP is refused with an ErrorResponse", async () => {
    const socket = connect(Number(new URL(mock.url).port), "127.0.0.1");
    socket.end("NONSENSE\r\n\r\n");
    let text = "";
    for await (const chunk of socket) text += chunk;
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(JSON.parse(text.slice(text.indexOf("\r\n\r\n")))).toMatchObject({
      error: { code: "malformed_http" },
    });
  });
});
