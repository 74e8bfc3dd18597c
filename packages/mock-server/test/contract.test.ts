import { startMockServer } from "@melio-platform/mock-server";
import type { ErrorResponse, PostAuthResponse } from "@melio-platform/types";
import { afterAll, describe, expect, test } from "vitest";
import { createCaller } from "./support/caller.js";

describe("the contract over HTTP", async () => {
  const mock = await startMockServer({ port: 0 });
  afterAll(() => mock.close());
  const call = createCaller(mock.baseUrl);

  test("mints a fresh token that expires in the future", async () => {
    const first = await call<PostAuthResponse>();
    const second = await call<PostAuthResponse>();

    expect(first.status).toBe(200);
    expect(Date.parse(first.body.data.expiresAt)).toBeGreaterThan(Date.now());
    expect(first.body.data.accessToken).not.toBe(second.body.data.accessToken);
    expect(first.body.data.refreshToken).not.toBe(
      second.body.data.refreshToken,
    );
  });

  test("serves an empty body that is announced as JSON, as upstream's Ruby client sends it", async () => {
    const { status } = await call({
      headers: { "Content-Type": "application/json" },
    });
    expect(status).toBe(200);
  });

  test.each([{ "Idempotency-Key": undefined }, { "Idempotency-Key": "" }])(
    "refuses %o and names the violation",
    async (headers) => {
      const { status, body } = await call<ErrorResponse>({ headers });
      expect(status).toBe(400);
      expect(body.error.code).toBe("missing_idempotency_key");
      expect(body.error.message).toMatch(/idempotency-key/);
      expect(body.error.data).toMatchObject({
        violations: [{ message: expect.stringMatching(/idempotency-key/) }],
      });
    },
  );

  test.each([{ "API-Key": undefined }, { "API-Key": "" }])(
    "answers 401 to %o",
    async (headers) => {
      const { status, body } = await call<ErrorResponse>({ headers });
      expect(status).toBe(401);
      expect(body.error.message).toContain("API-Key header");
    },
  );

  test("answers 405 to another method, and lists what is allowed", async () => {
    const { status, headers, body } = await call<ErrorResponse>({
      method: "GET",
    });
    expect(status).toBe(405);
    expect(headers.get("allow")).toBe("POST");
    expect(body.error.code).toBe("method_not_allowed");
  });

  test.each(["/v1/auth/tokens", "/v1", "/v10/auth/token", "/auth/token", "/"])(
    "answers 404 to %s",
    async (path) => {
      const { status, body } = await call<ErrorResponse>({
        url: mock.url + path,
      });
      expect(status).toBe(404);
      expect(body.error.code).toBe("not_found");
    },
  );

  test.each([
    [
      "a body that is not JSON",
      { "Content-Type": "application/json" },
      "{",
      400,
    ],
    [
      "a body where none belongs",
      { "Content-Type": "application/json" },
      "{}",
      400,
    ],
    [
      "a Content-Type that cannot be parsed",
      { "Content-Type": "json" },
      undefined,
      400,
    ],
    ["an Accept that nothing matches", { Accept: "text/html" }, undefined, 406],
    ["an empty account", { "Melio-Account": "" }, undefined, 400],
    ["Prefer: dynamic=true", { Prefer: "dynamic=true" }, undefined, 400],
    ["Prefer: code=abc", { Prefer: "code=abc" }, undefined, 400],
  ])("answers %s with an ErrorResponse", async (_, headers, body, status) => {
    const answer = await call<ErrorResponse>({ headers, body });
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toMatch(/violates the contract/);
  });

  test("refuses a body of more than a megabyte", async () => {
    const answer = await call<ErrorResponse>({
      body: "x".repeat(1024 * 1024 + 1),
    });
    expect(answer.status).toBe(413);
  });

  test.each([400, 403, 409, 422, 500, 503, 418])(
    "answers Prefer: code=%i with an error of that status",
    async (code) => {
      const { status, body } = await call<ErrorResponse>({
        headers: { Prefer: `code=${code}` },
      });
      expect(status).toBe(code);
      expect(body.error.code).toEqual(expect.any(String));
    },
  );

  test("the headers that the description gives a response come with it", async () => {
    const { headers } = await call({ headers: { Prefer: "code=429" } });
    expect(headers.get("retry-after")).toMatch(/^\d+$/);
  });
});
