import {
  type Fault,
  MockServerConfigError,
  startMockServer,
} from "@melio-platform/mock-server";
import type { ErrorResponse } from "@melio-platform/types";
import { afterEach, describe, expect, test } from "vitest";
import { createCaller } from "./support/caller.js";

describe("faults", async () => {
  const mock = await startMockServer();
  const call = createCaller(mock.baseUrl);
  afterEach(() => mock.reset());
  /** The answer as it is, since a spoiled one is no JSON. */
  const raw = (headers = {}) =>
    fetch(`${mock.baseUrl}/auth/token`, {
      method: "POST",
      headers: {
        "API-Key": "k",
        "Idempotency-Key": crypto.randomUUID(),
        ...headers,
      },
    });

  test("strike in order, each as often as asked, and are counted", async () => {
    mock.failNext({ status: 503, times: 2 });
    mock.failNext({ status: 429, retryAfter: 7 });
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await call<ErrorResponse>());
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 429, 200]);
    expect(answers[0]?.body.error.code).toBe("service_unavailable");
    expect(answers[2]?.headers.get("retry-after")).toBe("7");
    expect(mock.faults()).toEqual([
      { fault: { status: 503, times: 2 }, struck: 2, left: 0 },
      { fault: { status: 429, retryAfter: 7 }, struck: 1, left: 0 },
    ]);
  });

  test("do not change with the object that they were added as", async () => {
    const fault = { status: 503, headers: { "X-A": "1" } };
    mock.failNext(fault);
    fault.status = 429;
    fault.headers["X-A"] = "2";
    const { status, headers } = await call();
    expect([status, headers.get("x-a")]).toEqual([503, "1"]);
  });

  test("without any detail is a 500", async () => {
    mock.failNext();
    expect((await call()).status).toBe(500);
  });

  test("strike only the account or key that they name", async () => {
    mock.failNext({ status: 503, account: "acc_1" });
    mock.failNext({ status: 500, apiKey: "two" });
    expect((await call()).status).toBe(200);
    expect((await call({ headers: { "API-Key": "Bearer two" } })).status).toBe(
      500,
    );
    expect((await call({ headers: { "Melio-Account": "acc_1" } })).status).toBe(
      503,
    );
  });

  test("reset the connection", async () => {
    mock.failNext({ reset: true });
    await expect(raw()).rejects.toThrow();
    expect(mock.requests()).toMatchObject([{ outcome: "fault" }]);
    expect(mock.requests()[0]?.status).toBeUndefined();
  });

  test("break the body off", async () => {
    mock.failNext({ truncate: true });
    const response = await raw();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  test("send a body that is no JSON", async () => {
    mock.failNext({ malformed: true });
    const response = await raw();
    expect(response.headers.get("content-type")).toBe("application/json");
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  test("send an HTML page, as a proxy does", async () => {
    mock.failNext({ html: true });
    const response = await raw();
    expect(response.status).toBe(502);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(await response.text()).toMatch(/^<!doctype html>/);
  });

  test("send another Content-Type", async () => {
    mock.failNext({ contentType: "text/plain" });
    const response = await raw();
    expect(response.headers.get("content-type")).toBe("text/plain");
    expect(await response.json()).toHaveProperty("data");
  });

  test("send the headers at once and the body later", async () => {
    mock.failNext({ slowBody: 3_600_000 });
    const response = await raw();
    expect(response.status).toBe(200);
    let arrived = false;
    const body = response.text().finally(() => {
      arrived = true;
    });
    expect(arrived).toBe(false);
    await expect
      .poll(() => {
        mock.clock.advance(3_600_000);
        return arrived;
      })
      .toBe(true);
    expect(JSON.parse(await body)).toHaveProperty("data");
  });

  test("delay the answer", async () => {
    mock.failNext({ delay: 3_600_000, status: 504 });
    const response = raw();
    await expect.poll(() => mock.faults()[0]?.struck).toBe(1);
    await expect
      .poll(async () => {
        mock.clock.advance(3_600_000);
        return mock.requests().length;
      })
      .toBe(1);
    expect((await response).status).toBe(504);
  });

  test("with a status can come after the work, so that a retry is a replay", async () => {
    const headers = { "Idempotency-Key": "processed" };
    mock.failNext({ status: 502, processed: true });
    expect((await call({ headers })).status).toBe(502);
    const retried = await call({ headers });
    expect(retried.status).toBe(200);
    expect(retried.headers.get("idempotent-replayed")).toBe("true");
    mock.assertRequests([
      { outcome: "processed", status: 502 },
      { outcome: "replayed", status: 200 },
    ]);
  });

  test.each<[Fault, "processed" | "fault", number]>([
    [{ contentType: "text/plain" }, "processed", 200],
    [{ malformed: true }, "processed", 200],
    [{ truncate: true }, "processed", 200],
    [{ slowBody: 0 }, "processed", 200],
    [{ delay: 0 }, "processed", 200],
    [{ status: 503 }, "fault", 503],
    [{ html: true }, "fault", 502],
    [{ retryAfter: 1 }, "fault", 500],
    [{ retryAfter: 1, delay: 0 }, "fault", 500],
    [{ retryAfter: "Wed, 14 May 2031 09:15:30 GMT" }, "fault", 500],
    [{}, "fault", 500],
    [{ retryAfter: 1, processed: true }, "processed", 200],
  ])(
    "with %j leave the request %s, with a %i",
    async (fault, outcome, status) => {
      mock.failNext(fault);
      const response = await raw();
      expect(response.headers.get("retry-after")).toBe(
        fault.retryAfter === undefined ? null : String(fault.retryAfter),
      );
      await response.text().catch(() => {});
      mock.assertRequests([{ outcome, status }]);
    },
  );

  test.each<[Fault, number, string, Record<string, string>]>([
    [{ status: 200 }, 200, "", {}],
    [
      { body: { data: 1 } },
      200,
      '{"data":1}',
      { "content-type": "application/json" },
    ],
    [
      { body: "hello" },
      200,
      "hello",
      { "content-type": "text/plain; charset=utf-8" },
    ],
    [{ body: null, status: 201 }, 201, "null", {}],
    [{ body: "", status: 503 }, 503, "", {}],
    [
      { status: 302, headers: { Location: "/elsewhere" } },
      302,
      "",
      { location: "/elsewhere" },
    ],
    [
      {
        status: 422,
        code: "no_funds",
        message: "None.",
        headers: { "X-Request-Id": "r1" },
      },
      422,
      '{"error":{"code":"no_funds","message":"None."}}',
      { "x-request-id": "r1" },
    ],
    [
      { code: "odd" },
      500,
      '{"error":{"code":"odd","message":"A fault of the mock server returned this 500."}}',
      {},
    ],
    [
      { body: "{", contentType: "application/json" },
      200,
      "{",
      { "content-type": "application/json" },
    ],
  ])("with %j answer as asked", async (fault, status, body, headers) => {
    mock.failNext(fault);
    const response = await fetch(`${mock.baseUrl}/auth/token`, {
      method: "POST",
      redirect: "manual",
      headers: { "API-Key": "k", "Idempotency-Key": "1" },
    });
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(body);
    expect(Object.fromEntries(response.headers)).toMatchObject(headers);
    mock.assertRequests([{ outcome: "fault", status }]);
  });

  test("with headers alone add them to the answer", async () => {
    mock.failNext({ headers: { "X-Request-Id": "r1" } });
    const { status, headers } = await call();
    expect(status).toBe(200);
    expect(headers.get("x-request-id")).toBe("r1");
  });

  test("let as many requests pass as asked", async () => {
    mock.failNext({ status: 503, after: 2, times: 2 });
    const seen: number[] = [];
    for (let n = 0; n < 5; n += 1) seen.push((await call()).status);
    expect(seen).toEqual([200, 200, 503, 503, 200]);
  });

  test("a reset ends a request that waits: it is answered, and is no part of the next test", async () => {
    mock.failNext({ delay: 3_600_000 });
    const headers = { "Idempotency-Key": "the same in both tests" };
    const earlier = raw(headers);
    await expect.poll(() => mock.faults()[0]?.struck).toBe(1);
    mock.reset();
    const ended = await earlier;
    expect(ended.status).toBe(410);
    expect(await ended.json()).toMatchObject({
      error: { code: "mock_server_reset" },
    });
    expect((await raw(headers)).status).toBe(200);
    expect(mock.requests().map(({ status }) => status)).toEqual([200]);
  });

  test("a reset ends a body that is sent slowly", async () => {
    mock.failNext({ slowBody: 3_600_000 });
    const { body } = await raw();
    mock.reset();
    await expect(new Response(body).text()).rejects.toThrow();
  });

  test("delay by a random time of a range, the same with the same seed", async () => {
    await using seeded = await startMockServer({ seed: "s" });
    seeded.failNext({ delay: [1, 5], times: 3 });
    for (let n = 0; n < 3; n += 1)
      expect((await createCaller(seeded.baseUrl)()).status).toBe(200);
    expect(seeded.faults()[0]?.left).toBe(0);
  });

  test("strike a share of a stretch", async () => {
    await using seeded = await startMockServer({ seed: "s" });
    seeded.failNext({ status: 503, share: 0.5, times: 100 });
    const seen: number[] = [];
    for (let n = 0; n < 120; n += 1)
      seen.push((await createCaller(seeded.baseUrl)()).status);
    const struck = seen.slice(0, 100).filter((status) => status === 503).length;
    expect(struck).toBeGreaterThan(30);
    expect(struck).toBeLessThan(70);
    expect(seen.slice(100)).not.toContain(503);
    expect(seeded.faults()).toMatchObject([{ struck, left: 0 }]);
  });

  test("are cleared alone, and asserted to have struck", async () => {
    mock.failNext({ status: 503, times: 2, apiKey: "sk_hidden_1" });
    await call({ headers: { "API-Key": "sk_hidden_1" } });
    expect(() => mock.assertFaultsStruck()).toThrow(
      /status\\?":503.*struck 1 of 2 times/,
    );
    expect(() => mock.assertFaultsStruck()).not.toThrow(/hidden/);
    mock.clearFaults();
    mock.failNext({ status: 503, share: 0 });
    await call();
    expect(() => mock.assertFaultsStruck()).toThrow(/struck 0 of 1 times/);
    mock.clearFaults();
    mock.assertFaultsStruck();
    expect((await call({ headers: { "API-Key": "sk_hidden_1" } })).status).toBe(
      200,
    );
    expect(mock.requests()).toHaveLength(3);
  });

  test("keep the violations of the request that they strike", async () => {
    mock.failNext({ status: 503 });
    const { status } = await call({
      headers: { "Idempotency-Key": undefined },
    });
    expect(status).toBe(503);
    expect(mock.violations()).toHaveLength(1);
  });

  test.each([
    [{ status: 99 }, /"status".*200 to 599/],
    [{ status: 199 }, /"status".*200 to 599/],
    [{ status: 600 }, /"status".*200 to 599/],
    [{ headers: { "a b": "c" } }, /"headers".*Location/],
    [{ headers: { a: "b\r\nc: d" } }, /"headers"/],
    [{ headers: { "Content-Length": "1" } }, /"headers".*Content-Length/],
    [{ headers: ["a"] }, /"headers"/],
    [{ headers: new Headers({ a: "b" }) }, /"headers"/],
    [{ headers: new Map([["a", "b"]]) }, /"headers"/],
    // Node throws for them when the response is sent, some only over HTTP/2.
    [{ headers: { Trailer: "x" } }, /"headers".*Trailer/],
    [{ headers: { "Keep-Alive": "timeout=5" } }, /"headers"/],
    [{ headers: { upgrade: "h2c" } }, /"headers"/],
    [{ code: 1 }, /"code"/],
    // It would never strike.
    [{ apiKey: "Bearer k" }, /"apiKey".*without a prefix/],
    [{ message: "" }, /"message"/],
    [{ body: () => 1 }, /"body"/],
    [{ after: -1 }, /"after"/],
    [{ share: 2 }, /"share".*0 to 1/],
    [{ delay: [5, 1] }, /"delay".*\[100, 500\]/],
    [{ path: "v1" }, /"path".*\/v1/],
    [{ html: true, reset: true }, /"reset" and "html" contradict/],
    [{ reset: true, status: 503 }, /"reset" and "status"/],
    [{ html: true, contentType: "a/b" }, /"html" and "contentType"/],
    [{ body: {}, code: "a" }, /"body" and "code"/],
    [{ truncate: true, slowBody: 1 }, /"truncate" and "slowBody"/],
    [
      { retryAfter: 1, headers: { "retry-after": "2" } },
      /"retryAfter" and "headers/,
    ],
    [{ status: 204, body: "x" }, /"status 204" and "body"/],
    [{ status: 204, malformed: true }, /"status 204" and "malformed"/],
    [{ status: 304, slowBody: 10 }, /"status 304" and "slowBody"/],
    [{ status: 204, html: true }, /"status 204" and "html"/],
    [{ status: 204, truncate: true }, /"status 204" and "truncate"/],
    [{ status: 200, code: "x" }, /"status 200" and "code"/],
    [{ contentType: "a\r\nb: c" }, /"contentType".*media type/],
    [{ contentType: "text/plain\n" }, /"contentType".*media type/],
    [{ contentType: "→" }, /"contentType".*media type/],
    [{ retryAfter: "1\r\nb: c" }, /"retryAfter".*HTTP date/],
    [{ retryAfter: "banana" }, /"retryAfter".*HTTP date/],
    [{ retryAfter: -1 }, /"retryAfter".*seconds/],
    [{ status: "503" }, /"status"/],
    [{ times: 0 }, /"times"/],
    [{ delay: -1 }, /"delay".*milliseconds/],
    [{ slowBody: 2 ** 31 }, /"slowBody".*2147483647/],
    [{ reset: "yes" }, /"reset".*true or false/],
    [{ stauts: 503 }, /"stauts".*status/],
    [{ toString: 503 }, /"toString".*status/],
    [503, /an object/],
  ])("refuse %j, and say what was expected", (fault, message) => {
    expect(() => mock.failNext(fault as Fault)).toThrow(MockServerConfigError);
    expect(() => mock.failNext(fault as Fault)).toThrow(message);
  });
});

describe("random faults", () => {
  const statuses = async (seed: string) => {
    await using mock = await startMockServer({
      seed,
      randomFaults: [
        { status: 503, rate: 0.3 },
        { status: 429, rate: 0.2 },
      ],
    });
    const call = createCaller(mock.baseUrl);
    const seen: number[] = [];
    for (let n = 0; n < 300; n += 1) seen.push((await call()).status);
    return seen;
  };

  test("come at their rates, and again the same with the same seed", async () => {
    const seen = await statuses("soak");
    const share = (status: number) =>
      seen.filter((item) => item === status).length / seen.length;
    expect(share(503)).toBeCloseTo(0.3, 1);
    expect(share(429)).toBeCloseTo(0.2, 1);
    expect(await statuses("soak")).toEqual(seen);
    expect(await statuses("another")).not.toEqual(seen);
  });
});
