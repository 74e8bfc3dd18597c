import { test as base } from "@melio-platform/mock-server/vitest";
import { expect } from "vitest";

const test = base.extend({ melioMockOptions: { apiKeys: ["live-key"] } });

test("an unknown key is refused", async ({ melioMock }) => {
  const response = await fetch(`${melioMock.baseUrl}/auth/token`, {
    method: "POST",
    headers: { "API-Key": "old-key", "Idempotency-Key": crypto.randomUUID() },
  });
  expect(response.status).toBe(401);
});
