import { createMelioClient } from "@melio-platform/client";
import { test as base } from "@melio-platform/mock-server/vitest";
import { expect } from "vitest";

base("a mock server of the test's own", async ({ melioMock }) => {
  const melio = createMelioClient({ apiKey: "sk", baseUrl: melioMock.baseUrl });
  const { accessToken } = await melio.auth.createToken();
  expect(melioMock.isValid(accessToken)).toBe(true);
});

const test = base.extend({ melioMockOptions: { apiKeys: ["sk_known"] } });

test("with options", async ({ melioMock }) => {
  const melio = createMelioClient({ apiKey: "sk", baseUrl: melioMock.baseUrl });
  await expect(melio.auth.createToken()).rejects.toMatchObject({ status: 401 });
});

base.fails("a violation fails the test", async ({ melioMock }) => {
  await fetch(`${melioMock.baseUrl}/auth/token`, { method: "POST" });
});
