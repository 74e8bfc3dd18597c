import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { test } from "@melio-platform/mock-server/vitest";
import { expect } from "vitest";

test("a revoked token is replaced", async ({ melioMock }) => {
  const { baseUrl } = melioMock;
  const tokens = createTokenCache({
    melio: createMelioClient({ apiKey: "test-key", baseUrl }),
  });
  await tokens.get("acc_123");

  melioMock.expireTokens(); // the next API call with it gets a 401
  await tokens.invalidate("acc_123");

  const { accessToken } = await tokens.get("acc_123");
  expect(melioMock.isValid(accessToken)).toBe(true);
});
