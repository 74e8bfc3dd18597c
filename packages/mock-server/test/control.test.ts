import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { startMockServer } from "@melio-platform/mock-server";
import { afterEach, describe, expect, test } from "vitest";
import { findResponseViolations } from "../src/prism/prism.js";
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
    const [route = path] = path.split("?");
    const operation = findOperation(operations, method.toLowerCase(), route);
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

  test("refuses a filter that it does not know", async () => {
    const response = await fetch(`${mock.url}/__mock/requests?acount=acc_1`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: {
        message: expect.stringMatching(/Unknown filter "acount".*account/),
      },
    });
  });

  test("refuses a fault for a path of its own", async () => {
    const response = await fetch(`${mock.url}/__mock/faults`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ path: "/__mock/health" }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringMatching(/part of the control API/) },
    });
    expect(mock.faults()).toEqual([]);
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

  test("reads the clock", async () => {
    await control("POST", "/clock/advance", { ms: 3_600_000 });
    const { body } = await control("GET", "/clock");
    expect(Date.parse(body.now) - Date.now()).toBeGreaterThan(3_500_000);
  });

  test("clears the faults alone", async () => {
    await call();
    await control("POST", "/faults", { status: 503 });
    expect((await control("DELETE", "/faults")).status).toBe(204);
    expect((await call()).status).toBe(200);
    expect(mock.requests()).toHaveLength(2);
  });

  test("rotates the API keys, until the reset", async () => {
    const patched = await control("PATCH", "/options", {
      apiKeys: [{ key: "new-hidden", accounts: ["acc_1"] }],
      tokenTtl: 5_000,
    });
    expect(patched.body).toEqual({
      apiKeys: [{ key: "***", accounts: ["acc_1"] }],
      tokenTtl: 5_000,
      idempotencyTtl: 86_400_000,
      randomFaults: [],
    });
    expect((await control("GET", "/options")).body).toEqual(patched.body);
    expect((await call()).status).toBe(401);
    const headers = { "API-Key": "new-hidden", "Melio-Account": "acc_1" };
    const minted = await call<{ data: { expiresAt: string } }>({ headers });
    const life = Date.parse(minted.body.data.expiresAt) - mock.clock.now();
    expect(life).toBeLessThanOrEqual(5_000);
    await control("PATCH", "/options", { apiKeys: null });
    expect((await call()).status).toBe(200);
    expect(() => mock.configure(null as never)).toThrow(
      /options as an object.*got null/,
    );
    mock.configure({
      apiKeys: ["only"],
      randomFaults: [{ status: 503, rate: 1 }],
    });
    mock.reset();
    expect((await call()).status).toBe(200);
  });

  test("a list of the caller's is copied, so that it cannot change without a check", async () => {
    const randomFaults = [{ status: 503, rate: 0 }];
    await using copied = await startMockServer({ randomFaults });
    const ask = createCaller(copied.baseUrl);
    randomFaults[0] = { status: 503, rate: 1 };
    expect((await ask()).status).toBe(200);
    copied.configure({ randomFaults });
    randomFaults[0] = { status: 503, rate: 0 };
    expect((await ask()).status).toBe(503);
  });

  test("a stub's own Date is sent", async () => {
    const date = "Wed, 14 May 2031 09:15:30 GMT";
    mock.stub("GET", "/v1/dated", { auth: "none", headers: { Date: date } });
    const response = await fetch(`${mock.url}/v1/dated`);
    expect(response.headers.get("date")).toBe(date);
  });

  test("an option of undefined keeps its value", async () => {
    await using short = await startMockServer({ tokenTtl: 1_000 });
    short.configure({ tokenTtl: undefined, apiKeys: ["k"] } as never);
    const options = await fetch(`${short.url}/__mock/options`);
    expect(await options.json()).toMatchObject({ tokenTtl: 1_000 });
  });

  test("plays a further path to whoever has a token in force", async () => {
    const stub = {
      method: "GET",
      path: "/v1/vendors/{id}",
      body: { data: [] },
    };
    expect((await control("POST", "/stubs", stub)).status).toBe(204);
    expect((await control("GET", "/stubs")).body.stubs).toEqual([stub]);
    const { body } = await call<{ data: { accessToken: string } }>();
    const get = (authorization: string, path = "/v1/vendors/7") =>
      fetch(mock.url + path, { headers: { Authorization: authorization } });
    const bearer = `Bearer ${body.data.accessToken}`;
    const good = await get(bearer);
    expect([good.status, await good.json()]).toEqual([200, { data: [] }]);
    expect((await get(bearer, "/v1/vendors/7/8")).status).toBe(404);
    expect((await get("Bearer no")).headers.get("www-authenticate")).toMatch(
      /invalid_token/,
    );
    // RFC 6750, section 3.1: no error code for a request without a token.
    const bare = await fetch(`${mock.url}/v1/vendors/7`);
    expect(bare.headers.get("www-authenticate")).toBe("Bearer");
    expect(await bare.text()).toMatch(/no access token/);
    expect((await control("GET", "/tokens")).body.tokens).toMatchObject([
      { token: `…${body.data.accessToken.slice(-4)}` },
    ]);
    mock.failNext({ status: 503 });
    expect((await get(bearer)).status).toBe(503);
    await control("POST", "/tokens/expire");
    const stale = await get(bearer);
    expect(stale.status).toBe(401);
    expect(await stale.text()).toMatch(/has expired/);
    expect((await control("GET", "/tokens")).body.tokens).toEqual([]);
    mock.stub("POST", "/v1/open", { auth: "none", status: 204 });
    const open = await fetch(`${mock.url}/v1/open`, { method: "POST" });
    expect(open.status).toBe(204);
    expect(mock.requests({ outcome: "stubbed" })).toHaveLength(2);
    expect(() => mock.stub("GET", "v1", {})).toThrow(/"path"/);
    expect(() =>
      mock.stub("GET", "/v1/x", { constructor: 1 } as never),
    ).toThrow(/Unknown property "constructor" of a stub/);
    expect(() => mock.stub("GET", undefined as never)).toThrow(/"path"/);
    expect(() => mock.stub("POST", "/v1/auth/token")).toThrow(
      /an operation of the spec.*failNext/,
    );
    await control("DELETE", "/stubs");
    expect((await get(bearer)).status).toBe(404);
  });

  test("filters the journal", async () => {
    await call({ headers: { "Melio-Account": "acc_1" } });
    mock.failNext({ status: 503 });
    await call();
    await call({ method: "GET" });
    const ids = async (query: string) => {
      const { body } = await control("GET", `/requests?${query}`);
      return body.requests.map(({ id }: { id: number }) => id);
    };
    expect(await ids("account=acc_1")).toEqual([1]);
    expect(await ids("status=503")).toEqual([2]);
    expect(await ids("outcome=violation")).toEqual([3]);
    expect(await ids("after=1&method=POST")).toEqual([2]);
    expect(await ids("after=3")).toEqual([]);
    expect(mock.requests({ status: 503 })).toHaveLength(1);
  });

  test("describes itself", async () => {
    const response = await fetch(`${mock.url}/__mock`);
    expect(response.headers.get("content-type")).toBe("application/yaml");
    expect(await response.text()).toBe(await readFile(description, "utf8"));
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
    ["POST", "/faults", { status: 199 }, 400],
    ["POST", "/faults", { html: true, reset: true }, 400],
    ["PATCH", "/options", { apiKeys: [{ key: "k", account: "a" }] }, 400],
    ["PATCH", "/options", { port: 1 }, 400],
    ["PATCH", "/options", { tokenTtl: 0 }, 400],
    ["POST", "/stubs", { method: "GET" }, 400],
    ["POST", "/stubs", { method: "get", path: "/" }, 400],
    [
      "POST",
      "/stubs",
      { method: "GET", path: "/v1/x", body: 1, status: 204 },
      400,
    ],
    ["POST", "/stubs", { method: "POST", path: "/v1/auth/token" }, 400],
    ["POST", "/stubs", { method: "GET", path: "/__mock/health" }, 400],
    ["GET", "/requests?outcome=none", undefined, 400],
    ["POST", "/faults", { contentType: "a\r\nb: c" }, 400],
    ["POST", "/faults", { retryAfter: "banana" }, 400],
    ["POST", "/faults", { retryAfter: "1\r\nb: c" }, 400],
    ["POST", "/faults", undefined, 400],
    ["POST", "/clock/advance", { ms: -1 }, 400],
    ["POST", "/clock/advance", { ms: 99_999_999_999_999 }, 400],
    ["POST", "/clock/advance", {}, 400],
    ["DELETE", "/requests", undefined, 405],
    // These three are not operations of the description.
    ["PUT", "", undefined, 405],
    ["PUT", "/", undefined, 405],
    ["POST", "/events", undefined, 405],
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
