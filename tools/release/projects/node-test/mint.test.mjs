import assert from "node:assert";
import { after, afterEach, beforeEach, test } from "node:test";
import { createMelioClient } from "@melio-platform/client";
import { startMockServer } from "@melio-platform/mock-server";

const mock = await startMockServer({ apiKeys: ["sk_test"] });
beforeEach(() => mock.reset());
afterEach(() => mock.assertNoViolations());
after(() => mock.close());

test("a token is minted", async () => {
  const melio = createMelioClient({ apiKey: "sk_test", baseUrl: mock.baseUrl });
  const { accessToken } = await melio.auth.createToken();
  assert.ok(mock.isValid(accessToken));
});
