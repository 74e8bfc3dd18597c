import { test as base } from "@melio-platform/mock-server/vitest";
import { expect } from "vitest";
import { createBackend } from "./backend.js";

const test = base.extend({
  melioMockOptions: {
    apiKeys: [{ key: "test-key", accounts: ["acc_123"] }],
  },
});

test("a foreign Account is refused", async ({ melioMock }) => {
  const backend = createBackend({ baseUrl: melioMock.baseUrl });

  await expect(backend.tokenFor("acc_456")).rejects.toMatchObject({
    kind: "forbidden",
  });
});
