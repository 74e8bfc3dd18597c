import assert from "node:assert";
import { after, afterEach, test } from "node:test";
import { startMockServer } from "@melio-platform/mock-server";
import { mintToken } from "./backend.js";

const mock = await startMockServer();
afterEach(() => mock.assertNoViolations());
afterEach(() => mock.reset());
after(() => mock.close());

test("mints a token that expires", async () => {
  const token = await mintToken(mock.baseUrl, "acc_123");
  assert.ok(mock.isValid(token));

  mock.clock.advance(3_600_000);
  assert.ok(!mock.isValid(token));
});
