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

  test("keep the violations of the request that they strike", async () => {
    mock.failNext({ status: 503 });
    const { status } = await call({
      headers: { "Idempotency-Key": undefined },
    });
    expect(status).toBe(503);
    expect(mock.violations()).toHaveLength(1);
  });

  test.each([
    [{ status: 99 }, /"status".*400 to 599/],
    [{ status: 200 }, /"status".*400 to 599/],
    [{ status: 204 }, /"status".*400 to 599/],
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
    [{ stauts: 503 }, /no "stauts".*status/],
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
