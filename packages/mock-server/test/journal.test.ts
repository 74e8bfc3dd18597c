import { setImmediate } from "node:timers/promises";
import {
  type JournalEntry,
  startMockServer,
} from "@melio-platform/mock-server";
import { afterEach, describe, expect, test } from "vitest";
import { createCaller } from "./support/caller.js";
import { sendRaw } from "./support/raw.js";

describe("the journal", async () => {
  const mock = await startMockServer({ apiKeys: ["secret-key"] });
  const call = createCaller(mock.baseUrl);
  afterEach(() => mock.reset());
  const mint = (headers: Record<string, string | undefined> = {}) =>
    call({ headers: { "API-Key": "secret-key", ...headers } });

  test("tells what came, and what became of it", async () => {
    const key = { "Idempotency-Key": "k" };
    mock.failNext({ status: 503 });
    await mint({ ...key, "Melio-Account": "acc_1" });
    await mint({ ...key, "Melio-Account": "acc_1" });
    await mint({ ...key, "Melio-Account": "acc_1" });
    await mint(key);
    await mint({ "API-Key": "unknown" });
    await mint({ "Idempotency-Key": undefined });

    mock.assertRequests([
      { outcome: "fault", status: 503, account: "acc_1", attempt: 1 },
      { outcome: "processed", status: 200, idempotencyKey: "k", attempt: 2 },
      { outcome: "replayed", status: 200, attempt: 3 },
      { outcome: "key-reused", status: 422, account: undefined, attempt: 4 },
      { outcome: "unauthorized", status: 401, attempt: 1 },
      { outcome: "violation", status: 400, attempt: undefined },
    ]);
    const [first] = mock.requests();
    expect(first).toMatchObject({
      id: 1,
      method: "POST",
      path: "/v1/auth/token",
      query: "",
    });
    expect(first?.duration).toBeGreaterThan(0);
    expect(Math.abs(Date.parse(first?.time ?? "") - Date.now())).toBeLessThan(
      60_000,
    );
  });

  test("masks credentials, not their prefix", async () => {
    await mint({ Authorization: "Bearer at_secret", Cookie: "session=secret" });
    await mint({ "API-Key": "Bearer secret-key" });
    const [first, second] = mock.requests() as [JournalEntry, JournalEntry];
    expect(first.headers).toMatchObject({
      "api-key": "***",
      authorization: "Bearer ***",
      cookie: "***",
    });
    expect(second.headers["api-key"]).toBe("Bearer ***");
    expect(JSON.stringify(mock.requests())).not.toContain("secret");
  });

  test("keeps a violation while good requests push its request out", async () => {
    await using small = await startMockServer({ journalSize: 3 });
    const callSmall = createCaller(small.baseUrl);
    await callSmall({ method: "GET" });
    for (let n = 0; n < 5; n += 1) await callSmall();
    expect(small.requests().map(({ id }) => id)).toEqual([4, 5, 6]);
    expect(small.violations()).toMatchObject([
      { request: { id: 1, status: 405 } },
    ]);
  });

  test("a failed assertion shows the difference", async () => {
    await mint({ "Melio-Account": "acc_1" });
    expect(() =>
      mock.assertRequests([{ account: "acc_2", status: 200 }]),
    ).toThrow(/\+ .*account: 'acc_1'[\s\S]*- .*account: 'acc_2'/);
    expect(() => mock.assertRequests([])).toThrow(/outcome: 'processed'/);
    await mint({ "Idempotency-Key": "" });
    expect(() => mock.assertNoViolations()).toThrow(
      /#2 POST \/v1\/auth\/token: .*'idempotency-key'/,
    );
  });

  test("refuses a filter that it does not know", () => {
    expect(() => mock.requests({ outcom: "fault" } as never)).toThrow(
      /"outcom".*outcome/,
    );
  });

  test.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new Error("It is broken.");
      },
    ],
    ["rejects", () => Promise.reject(new Error("It is broken."))],
  ])(
    "answers all requests if onRequest %s, and warns",
    async (_, onRequest) => {
      const warnings: Error[] = [];
      const rejections: unknown[] = [];
      const warned = (warning: Error) => warnings.push(warning);
      const rejected = (reason: unknown) => rejections.push(reason);
      process.on("warning", warned).on("unhandledRejection", rejected);
      try {
        await using mock = await startMockServer({ onRequest });
        const { status } = await createCaller(mock.baseUrl)();
        expect(status).toBe(200);
        const text = await sendRaw(mock.url, "GARBAGE\r\n\r\n");
        expect(text).toMatch(/^HTTP\/1\.1 400 /);
        const message = "onRequest failed: It is broken.";
        await expect
          .poll(() => warnings.map(({ message }) => message))
          .toEqual([message, message]);
        await setImmediate(); // before it, Node reports unhandled rejections
        expect(rejections).toEqual([]);
      } finally {
        process.off("warning", warned).off("unhandledRejection", rejected);
      }
    },
  );

  test("calls onRequest with each", async () => {
    const seen: JournalEntry[] = [];
    await using watched = await startMockServer({
      onRequest: (entry) => seen.push(entry),
    });
    await createCaller(watched.baseUrl)();
    await createCaller(watched.baseUrl)({ method: "PUT" });
    expect(seen).toEqual(watched.requests());
    expect(seen).toHaveLength(2);
  });
});
