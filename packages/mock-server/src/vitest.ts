import { test as base, type TestAPI } from "vitest";
import type { MockServer } from "./mock-server.js";
import type { MockServerOptions } from "./options.js";
import { startMockServer } from "./start-mock-server.js";

/** The fixtures that {@link test} provides. */
export interface MelioMockFixtures {
  /** A mock server for this test only. If a request violates the contract, the test fails. */
  melioMock: MockServer;
  /**
   * Options of the mock server. Set them with `test.extend({ melioMockOptions: { … } })`.
   *
   * @default the defaults of `startMockServer`
   */
  melioMockOptions: MockServerOptions;
}

/**
 * Vitest's `test` with a new mock server for each test that uses `melioMock`.
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
