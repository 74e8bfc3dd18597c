import { test } from "@melio-platform/mock-server/vitest";
import { expect } from "vitest";
import { createBackend } from "./backend.js";

test("a token is of no use after an hour", async ({ melioMock }) => {
  const backend = createBackend({ baseUrl: melioMock.baseUrl });
  const token = await backend.tokenFor("acc_123");

  melioMock.clock.advance(3_600_000); // at once: nothing waits

  expect(melioMock.isValid(token)).toBe(false);
});
