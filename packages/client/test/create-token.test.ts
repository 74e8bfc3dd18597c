import { createMelioClient } from "@melio-platform/client";
import { type MockServer, startMockServer } from "@melio-platform/mock-server";
import { afterAll, beforeAll, expect, test } from "vitest";

let mock: MockServer;
beforeAll(async () => {
  mock = await startMockServer({ port: 0 });
});
afterAll(() => mock.close());

const createClient = () =>
  createMelioClient({ apiKey: "sk_test_key", baseUrl: mock.baseUrl });

test("mints a token, a new one for each call", async () => {
  const melio = createClient();
  const first = await melio.auth.createToken({ melioAccount: "acc_123" });
  const second = await melio.auth.createToken({ melioAccount: "acc_123" });
  expect(Date.parse(first.expiresAt)).toBeGreaterThan(Date.now());
  expect(second.accessToken).not.toBe(first.accessToken);
});

test("gives the response and the idempotency key beside the token, with one request", async () => {
  const { data, response, idempotencyKey, attempts } = await createClient()
    .auth.createToken()
    .withResponse();
  expect(response.status).toBe(200);
  expect(attempts).toBe(1);
  const again = await createClient().auth.createToken({ idempotencyKey });
  expect(again).toEqual(data);
});

test("melio.http fills in the idempotency key and gives openapi-fetch's result", async () => {
  const { data, error, response } =
    await createClient().http.POST("/auth/token");
  expect(response.ok).toBe(true);
  expect(error).toBeUndefined();
  expect(data?.data.accessToken).toBeTypeOf("string");
});
