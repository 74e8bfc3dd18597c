import { startMockServer } from "@melio-platform/mock-server";
import { expect, test } from "vitest";

test("a forgotten idempotency key is a violation", async () => {
  await using mock = await startMockServer();

  await fetch(`${mock.baseUrl}/auth/token`, {
    method: "POST",
    headers: { "API-Key": "test-key" },
  });

  expect(mock.violations()).toMatchObject([
    {
      location: ["request", "header"],
      message: "Request header must have required property 'idempotency-key'",
    },
  ]);
});
