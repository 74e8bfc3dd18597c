const { startMockServer } = require("@melio-platform/mock-server");
const { mintToken } = require("./backend.js");

let mock;
beforeAll(async () => {
  mock = await startMockServer();
});
beforeEach(() => mock.reset());
afterEach(() => mock.assertNoViolations());
afterAll(() => mock.close());

test("asks again when Melio is down", async () => {
  mock.failNext({ status: 503 });
  const token = await mintToken(mock.baseUrl, "acc_123");
  expect(mock.isValid(token)).toBe(true);
});
