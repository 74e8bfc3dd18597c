import { fileURLToPath } from "node:url";
import { startMockServer } from "@melio-platform/mock-server";
import { afterEach, describe, expect, test } from "vitest";
import { findResponseViolations } from "../src/prism/response-check.js";
import { findOperation, loadSpec } from "../src/prism/spec.js";
import { createCaller } from "./support/caller.js";

const description = fileURLToPath(
  import.meta.resolve("@melio-platform/mock-server/control.openapi.yaml"),
);
const { operations } = await loadSpec(description);

describe("the control API", async () => {
  const mock = await startMockServer();
  const call = createCaller(mock.baseUrl);
  afterEach(() => mock.reset());

  /** Sends a request, and holds its answer against the API's own description. */
  async function control(
    method: string,
    path: string,
    content?: unknown,
    headers: Record<string, string> = {},
  ) {
    const response = await fetch(`${mock.url}/__mock${path}`, {
      method,
      headers: {
        ...headers,
        ...(content !== undefined && { "Content-Type": "application/json" }),
      },
      ...(content !== undefined && { body: JSON.stringify(content) }),
    });
    const text = await response.text();
    const body = text === "" ? undefined : JSON.parse(text);
    const operation = findOperation(operations, method.toLowerCase(), path);
    if (operation !== undefined) {
      expect(
        findResponseViolations(operation, {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body,
        }),
      ).toEqual([]);
    }
    return { status: response.status, headers: response.headers, body };
  }

  test("tells that the server is up, and its time", async () => {
    expect(await control("GET", "/health")).toMatchObject({
      status: 200,
      body: { status: "ok" },
    });
  });

  test("makes requests fail, and tells how often", async () => {
    expect(
      (await control("POST", "/faults", { status: 503, times: 2 })).status,
    ).toBe(204);
    expect((await call()).status).toBe(503);
    expect((await control("GET", "/faults")).body.faults).toEqual([
      { fault: { status: 503, times: 2 }, struck: 1, left: 1 },
    ]);
  });

  test("masks the API key of a fault", async () => {
    await control("POST", "/faults", { apiKey: "sk_hidden" });
    expect((await control("GET", "/faults")).body.faults).toEqual([
      { fault: { apiKey: "***" }, struck: 0, left: 1 },
    ]);
    expect((await call({ headers: { "API-Key": "sk_hidden" } })).status).toBe(
      500,
    );
  });

  test("tells what came, but for its own requests", async () => {
    await call();
    await call({ method: "GET" });
    const { body } = await control("GET", "/requests");
    expect(body.requests).toEqual(JSON.parse(JSON.stringify(mock.requests())));
    expect(body.requests).toHaveLength(2);
    const violations = (await control("GET", "/violations")).body.violations;
    expect(violations).toMatchObject([
      { severity: "error", request: { id: 2 } },
    ]);
  });

  test("moves the clock and checks a bearer token", async () => {
    const { body } = await call<{ data: { accessToken: string } }>();
    const bearer = { Authorization: `Bearer ${body.data.accessToken}` };
    expect((await control("GET", "/bearer", undefined, bearer)).status).toBe(
      200,
    );
    await control("POST", "/clock/advance", { ms: 3_600_000 });
    const expired = await control("GET", "/bearer", undefined, bearer);
    expect(expired).toMatchObject({
      status: 401,
      body: { error: { code: "invalid_token" } },
    });
    expect(expired.headers.get("www-authenticate")).toMatch(/^Bearer error=/);
    expect((await control("GET", "/bearer")).status).toBe(401);
  });

  test("starts anew", async () => {
    await call();
    await control("POST", "/faults", { status: 503 });
    await control("POST", "/clock/advance", { ms: 1_000_000 });
    expect((await control("POST", "/reset")).status).toBe(204);
    expect(mock.requests()).toEqual([]);
    expect(mock.faults()).toEqual([]);
    expect(Math.abs(mock.clock.now() - Date.now())).toBeLessThan(60_000);
  });

  test.each([
    ["POST", "/faults", { stauts: 503 }, 400],
    ["POST", "/faults", { status: "503" }, 400],
    ["POST", "/faults", { status: 204 }, 400],
    ["POST", "/faults", { contentType: "a\r\nb: c" }, 400],
    ["POST", "/faults", { retryAfter: "banana" }, 400],
    ["POST", "/faults", { retryAfter: "1\r\nb: c" }, 400],
    ["POST", "/faults", undefined, 400],
    ["POST", "/clock/advance", { ms: -1 }, 400],
    ["POST", "/clock/advance", { ms: 99_999_999_999_999 }, 400],
    ["POST", "/clock/advance", {}, 400],
    ["DELETE", "/faults", undefined, 405],
    ["GET", "/nothing", undefined, 404],
  ])("refuses %s %s with %j", async (method, path, content, status) => {
    const answer = await control(method, path, content);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toEqual(expect.any(String));
    expect(mock.faults()).toEqual([]);
  });

  test("answers a slip as its description shows", async () => {
    const add = operations.find(({ iid }) => iid === "addFault");
    const shown = add?.responses
      .find(({ code }) => code === "400")
      ?.contents?.flatMap(({ examples = [] }) => examples)
      .map((example) => "value" in example && example.value);
    // One of the answer, one of its schema.
    expect(shown?.length).toBe(2);
    const { body } = await control("POST", "/faults", { stauts: 503 });
    for (const example of shown ?? []) expect(example).toEqual(body);
  });

  test("can be switched off", async () => {
    await using closed = await startMockServer({ control: false });
    expect((await fetch(`${closed.url}/__mock/health`)).status).toBe(404);
  });

  test("its faults and those of failNext have the same fields", async () => {
    const {
      operations: [...all],
    } = await loadSpec(description);
    const add = all.find(({ iid }) => iid === "addFault");
    const schema = add?.request?.body?.contents?.[0]?.schema;
    const fields = Object.keys(schema?.properties ?? {});
    expect(() => mock.failNext({ none: 1 } as never)).toThrow(
      fields.join(", "),
    );
  });
});
