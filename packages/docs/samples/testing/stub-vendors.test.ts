import { createMelioClient } from "@melio-platform/client";
import { test } from "@melio-platform/mock-server/vitest";
import { expect } from "vitest";

test("the page's next call", async ({ melioMock }) => {
  const { baseUrl } = melioMock;
  melioMock.stub("GET", "/v1/vendors", { body: { data: [] } });
  const melio = createMelioClient({ apiKey: "test-key", baseUrl });
  const { accessToken } = await melio.auth.createToken();

  const response = await fetch(`${baseUrl}/vendors`, {
    headers: { Authorization: `Bearer ${accessToken}` },
  });

  expect(await response.json()).toEqual({ data: [] });
});
