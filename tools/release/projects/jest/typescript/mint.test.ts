import { createMelioClient, isMelioError } from "@melio-platform/client";
import {
  createTokenCache,
  type TokenCache,
} from "@melio-platform/client/cache";
import { type MockServer, startMockServer } from "@melio-platform/mock-server";
import type { AuthToken } from "@melio-platform/types";

let mock: MockServer;
beforeAll(async () => {
  mock = await startMockServer();
});
beforeEach(() => mock.reset());
afterEach(() => mock.assertNoViolations());
afterAll(() => mock.close());

const createMelio = () =>
  createMelioClient({ apiKey: "sk_jest", baseUrl: mock.baseUrl });

test("a token is minted", async () => {
  const token: AuthToken = await createMelio().auth.createToken();
  expect(mock.isValid(token.accessToken)).toBe(true);
});

test("an error is narrowed by its kind", async () => {
  mock.failNext({ status: 429, headers: { "Retry-After": "0" }, times: 9 });
  const error: unknown = await createMelio()
    .auth.createToken({}, { maxRetries: 0 })
    .catch((thrown: unknown) => thrown);
  if (!isMelioError(error) || error.kind !== "rate_limited") {
    throw error;
  }
  const status: number = error.status;
  expect(status).toBe(429);
});

test("the cache is typed", async () => {
  const tokens: TokenCache = createTokenCache({ melio: createMelio() });
  expect(mock.isValid((await tokens.get("acc_1")).accessToken)).toBe(true);
});
