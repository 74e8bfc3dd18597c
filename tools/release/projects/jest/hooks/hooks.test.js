// The hooks of the README's example: a violation fails its own test, and none after it.
const { startMockServer } = require("@melio-platform/mock-server");

let mock;
beforeAll(async () => {
  mock = await startMockServer();
});
beforeEach(() => mock.reset());
afterEach(() => mock.assertNoViolations());
afterAll(() => mock.close());

test("a request that breaks the contract", async () => {
  await fetch(`${mock.baseUrl}/auth/token`, { method: "POST" });
});

test("the next test is not touched by it", () => {
  expect(mock.requests()).toEqual([]);
});
