import { test } from "@melio-platform/mock-server/vitest";
import { expect } from "vitest";
import { createBackend } from "./backend.js";

test("survives a failure of Melio", async ({ melioMock }) => {
  melioMock.failNext({ status: 503, retryAfter: 0 });
  const backend = createBackend({ baseUrl: melioMock.baseUrl });

  const token = await backend.tokenFor("acc_123");

  expect(melioMock.isValid(token)).toBe(true);
  melioMock.assertRequests([
    { account: "acc_123", attempt: 1, status: 503 },
    { account: "acc_123", attempt: 2, status: 200 },
  ]);
});
