import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { test } from "@melio-platform/mock-server/vitest";
import { expect } from "vitest";

test("an expired token is renewed", async ({ melioMock }) => {
  const { baseUrl } = melioMock;
  const tokens = createTokenCache({
    melio: createMelioClient({ apiKey: "test-key", baseUrl }),
  });
  const old = await tokens.get("acc_123");

  melioMock.clock.advance(3_600_000);
  await tokens.get("acc_other"); // a response tells the cache the new time

  const renewed = await tokens.get("acc_123");
  expect(melioMock.isValid(old.accessToken)).toBe(false);
  expect(melioMock.isValid(renewed.accessToken)).toBe(true);
});
