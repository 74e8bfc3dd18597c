import { startMockServer } from "@melio-platform/mock-server";
import type { ErrorResponse, PostAuthResponse } from "@melio-platform/types";
import { afterEach, describe, expect, test } from "vitest";
import { createCaller } from "./support/caller.js";

describe("idempotency, as the IETF draft has it", async () => {
  const mock = await startMockServer({ idempotencyTtl: 60_000 });
  const call = createCaller(mock.baseUrl);
  afterEach(() => {
    mock.assertNoViolations();
    mock.reset();
  });
  const mint = (headers: Record<string, string | undefined>) =>
    call<PostAuthResponse & ErrorResponse>({
      headers: { "Idempotency-Key": "key-1", ...headers },
    });

  test("the same request again replays status and body, and says so", async () => {
    const first = await mint({});
    const second = await mint({});
    expect(first.headers.has("idempotent-replayed")).toBe(false);
    expect(second).toMatchObject({ status: first.status, body: first.body });
    expect(second.headers.get("idempotent-replayed")).toBe("true");
  });

  test("a prefix before the API key makes no other request", async () => {
    const first = await mint({ "API-Key": "k" });
    const second = await mint({ "API-Key": "Bearer k" });
    expect(second.body).toEqual(first.body);
  });

  test.each([
    [{ "Melio-Account": "acc_2" }, "Melio-Account"],
    [{ "Melio-Account": undefined }, "Melio-Account"],
    [{ "API-Key": "second-key" }, "API-Key"],
  ])(
    "the same key with %o answers 422 and names the difference",
    async (change, header) => {
      const request = { "Melio-Account": "acc_1", "API-Key": "one" };
      await mint(request);
      const reused = await mint({ ...request, ...change });
      expect(reused.status).toBe(422);
      expect(reused.body.error.code).toBe("idempotency_key_reused");
      expect(reused.body.error.data).toEqual([{ header }]);
      expect(JSON.stringify(reused.body)).not.toContain("second-key");
    },
  );

  test("the same key while the first is in flight answers 409", async () => {
    mock.failNext({ delay: 3_600_000 });
    const first = mint({});
    await expect.poll(() => mock.faults()[0]?.struck).toBe(1);
    const second = await mint({});
    expect(second.status).toBe(409);
    expect(second.body.error.code).toBe("idempotency_key_in_use");

    mock.clock.advance(3_600_000);
    const { status, body } = await first;
    expect(status).toBe(200);
    expect((await mint({})).body).not.toEqual(second.body);
    expect(body.data.accessToken).toEqual(expect.any(String));
  });

  test("a key is forgotten after its time", async () => {
    const first = await mint({});
    mock.clock.advance(59_000);
    expect((await mint({})).body).toEqual(first.body);
    mock.clock.advance(1_000);
    expect((await mint({})).body).not.toEqual(first.body);
  });

  test.each([500, 503, 409, 201])(
    "a %i that came of the work is replayed",
    async (code) => {
      expect((await mint({ Prefer: `code=${code}` })).status).toBe(code);
      const retried = await mint({});
      expect(retried.status).toBe(code);
      expect(retried.headers.get("idempotent-replayed")).toBe("true");
    },
  );

  test.each([401, 429])("a %i is not: a retry starts anew", async (code) => {
    expect((await mint({ Prefer: `code=${code}` })).status).toBe(code);
    expect((await mint({})).status).toBe(200);
  });

  test("a fault that was asked for is not: a retry starts anew", async () => {
    mock.failNext({ status: 500 });
    expect((await mint({})).status).toBe(500);
    const retried = await mint({});
    expect(retried.status).toBe(200);
    expect(retried.headers.has("idempotent-replayed")).toBe(false);
  });

  test("a request whose answer was lost on the way has been processed", async () => {
    mock.failNext({ reset: true, processed: true });
    await expect(mint({})).rejects.toThrow("fetch failed");
    expect((await mint({})).headers.get("idempotent-replayed")).toBe("true");
  });

  test("of 10,000 keys and one, the oldest is forgotten", async () => {
    const first = await mint({ "Idempotency-Key": "oldest" });
    for (let round = 0; round < 100; round += 1) {
      await Promise.all(Array.from({ length: 100 }, () => call()));
    }
    const again = await mint({ "Idempotency-Key": "oldest" });
    expect(again.body).not.toEqual(first.body);
  }, 60_000);
});
