import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { startMockServer } from "@melio-platform/mock-server";
import { mintToken } from "./backend.js";

let mock;
beforeAll(async () => {
  mock = await startMockServer();
});
afterEach(() => {
  mock.assertNoViolations();
  mock.reset();
});
afterAll(() => mock.close());

test("asks again when Melio is down", async () => {
  mock.failNext({ status: 503 });
  const token = await mintToken(mock.baseUrl, "acc_123");
  expect(mock.isValid(token)).toBe(true);
});
