import assert from "node:assert";
import { after, afterEach, beforeEach, test } from "node:test";
import { startMockServer } from "@melio-platform/mock-server";
import { mintToken } from "./backend.js";

const mock = await startMockServer();
beforeEach(() => mock.reset());
afterEach(() => mock.assertNoViolations());
after(() => mock.close());

test("mints a token that expires", async () => {
  const token = await mintToken(mock.baseUrl, "acc_123");
  assert.ok(mock.isValid(token));

  mock.clock.advance(3_600_000);
  assert.ok(!mock.isValid(token));
});
