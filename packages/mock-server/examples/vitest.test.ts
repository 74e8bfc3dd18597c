import { test } from "@melio-platform/mock-server/vitest";
import { expect } from "vitest";
import { mintToken } from "./backend.js";

test("asks again when Melio is down", async ({ melioMock }) => {
  melioMock.failNext({ status: 503, retryAfter: 1 });

  const token = await mintToken(melioMock.baseUrl, "acc_123");

  expect(melioMock.isValid(token)).toBe(true);
  melioMock.assertRequests([
    { account: "acc_123", attempt: 1, status: 503 },
    { account: "acc_123", attempt: 2, status: 200 },
  ]);
});
