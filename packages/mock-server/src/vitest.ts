import { test as base, type TestAPI } from "vitest";
import type { MockServer } from "./mock-server.js";
import type { MockServerOptions } from "./options.js";
import { startMockServer } from "./start-mock-server.js";

/** What {@link test} gives to a test. */
export interface MelioMockFixtures {
  /** A mock server of this test's own. A violation of the contract fails the test. */
  melioMock: MockServer;
  /**
   * How the server is started; set it with `test.extend({ melioMockOptions: { … } })`.
   *
   * @default the defaults of `startMockServer`
   */
  melioMockOptions: MockServerOptions;
}

/**
 * Vitest's `test` with a fresh mock server for each test that asks for it.
 *
 * @example
 * ```ts
 * import { test } from "@melio-platform/mock-server/vitest";
 *
 * test("mints a token", async ({ melioMock }) => {
 *   await myBackend({ baseUrl: melioMock.baseUrl });
 * });
 * ```
 */
export const test: TestAPI<MelioMockFixtures> = base.extend<MelioMockFixtures>({
  melioMockOptions: {},
  melioMock: async ({ melioMockOptions }, use) => {
    await using mock = await startMockServer(melioMockOptions);
    await use(mock);
    mock.assertNoViolations();
  },
});
