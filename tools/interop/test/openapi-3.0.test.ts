import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createMelioClient } from "@melio-platform/client";
import { startMockServer } from "@melio-platform/mock-server";
import { describe, expect, test } from "vitest";
import { requireProgram } from "./support/programs.js";

// Two tools that take OpenAPI 3.0 and nothing newer.
const rendering = fileURLToPath(
  import.meta.resolve("@melio-platform/spec/openapi-3.0.json"),
);
const token = {
  accessToken: "at_1",
  expiresAt: "2031-05-14T10:15:30Z",
  refreshToken: "rt_1",
};

/** What is used here of openapi-backend. */
interface Backend {
  init(): Promise<unknown>;
  handleRequest(request: object): Promise<{ status: number; body: unknown }>;
  validateResponse(
    body: unknown,
    operationId: string,
    status: number,
  ): { valid: boolean };
}

describe("openapi-backend", () => {
  let creation: Promise<Backend> | undefined;
  const theBackend = () => (creation ??= createBackend());

  async function createBackend(): Promise<Backend> {
    const { OpenAPIBackend } = requireProgram("openapi-backend");
    const backend = new OpenAPIBackend({
      definition: rendering,
      apiRoot: "/v1",
      strict: true,
      // Its strict checks of schemas are against nothing in OpenAPI but its words, such as `example`.
      ajvOpts: { strict: false, formats: { "date-time": true } },
      handlers: {
        postAuthToken: () => ({ status: 200, body: { data: token } }),
        validationFail: (context: { validation: { errors: object[] } }) => ({
          status: 400,
          body: {
            error: {
              code: "bad_request",
              message: "The request breaks the contract.",
              data: context.validation.errors,
            },
          },
        }),
        notFound: () => ({ status: 404, body: {} }),
      },
    });
    await backend.init();
    return backend;
  }

  test("serves the client, and refuses what the contract forbids", async () => {
    const backend = await theBackend();
    await using server = await serve(async ({ method, url, headers }) =>
      backend.handleRequest({ method, path: url, headers }),
    );
    const baseUrl = `${server.origin}/v1`;
    const melio = createMelioClient({ apiKey: "sk_test", baseUrl });
    expect(await melio.auth.createToken()).toEqual(token);
    const withoutKey = await fetch(`${baseUrl}/auth/token`, {
      method: "POST",
      headers: { "API-Key": "sk_test" },
    });
    expect(withoutKey.status).toBe(400);
    expect(await withoutKey.text()).toContain("Idempotency-Key".toLowerCase());
  });

  test.for([
    [{ header: "Melio-Account" }, true],
    [[{ header: "Melio-Account" }, "a word"], true],
    [null, true],
    ["a word", false],
    [1, false],
  ] as const)("an error's data may be %j: %s", async ([data, valid]) => {
    const backend = await theBackend();
    const body = { error: { code: "a", message: "b", data } };
    expect(backend.validateResponse(body, "postAuthToken", 500).valid).toBe(
      valid,
    );
  });
});

describe("chai-openapi-response-validator", () => {
  /** Throws if the answer breaks the contract. */
  function check(status: number, data: unknown): void {
    const chai = requireProgram("chai");
    const plugin = requireProgram("chai-openapi-response-validator");
    chai.use(plugin.default(rendering));
    // As axios gives it.
    const response = {
      status,
      data,
      request: { method: "POST", path: "/v1/auth/token" },
    };
    chai.expect(response).to.satisfyApiSpec;
  }

  test("accepts the mock server's answers", async () => {
    await using mock = await startMockServer({ apiKeys: ["sk_test"] });
    const statuses = [];
    for (const headers of [
      { "API-Key": "sk_test", "Idempotency-Key": "one" },
      { "API-Key": "sk_test" },
      { "API-Key": "sk_unknown", "Idempotency-Key": "two" },
    ]) {
      const response = await fetch(`${mock.baseUrl}/auth/token`, {
        method: "POST",
        headers,
      });
      statuses.push(response.status);
      check(response.status, await response.json());
    }
    expect(statuses).toEqual([200, 400, 401]);
  });

  test("refuses a token without its expiry", () => {
    const { expiresAt, ...rest } = token;
    check(200, { data: token });
    expect(() => check(200, { data: rest })).toThrow(/expiresAt/);
  });
});

type Handle = (request: {
  method: string;
  url: string;
  headers: NodeJS.Dict<string | string[]>;
}) => Promise<{ status: number; body: unknown }>;

async function serve(handle: Handle) {
  const server = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    const { status, body } = await handle({ method, url, headers });
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
