import { createMelioClient } from "@melio-platform/client";
import { test } from "@melio-platform/mock-server/vitest";
import { expect } from "vitest";

test("an outage", async ({
  melioMock,
}) => {
  melioMock.failNext({ status: 503 });

  const melio = createMelioClient({
    apiKey: "any-key",
    baseUrl: melioMock.baseUrl,
  });
  const { attempts } = await melio.auth
    .createToken()
    .withResponse();

  expect(attempts).toBe(2);
});
