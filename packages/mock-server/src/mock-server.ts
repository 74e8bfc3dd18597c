/// <reference lib="esnext.disposable" preserve="true" />
// The types below need this lib, which not every consumer has.

import type {
  Clock,
  Fault,
  FaultCount,
  JournalEntry,
  RequestFilter,
  Stub,
  Violation,
} from "./messages.js";
import type { RuntimeOptions } from "./options.js";

/** A violation of the contract, with its request. */
export interface RecordedViolation extends Violation {
  readonly request: JournalEntry;
}

/** Controls a mock server from a test, and reports the requests that it received. */
export interface MockControls {
  /** The clock that decides when tokens and idempotency keys expire. */
  readonly clock: Clock;

  /**
   * Makes the next request fail. Several faults strike in the order in which you added them.
   *
   * @throws {@link MockServerConfigError} if the fault is invalid.
   *
   * @example
   * ```ts
   * mock.failNext({ status: 503, retryAfter: 1, times: 2 });
   * ```
   */
  failNext(fault?: Fault): void;
  /** Returns every fault since the last reset, and how often each has struck. */
  faults(): FaultCount[];

  /** Removes all faults and their counts, and nothing else. */
  clearFaults(): void;
  /**
   * Asserts that every fault has struck as often as you asked for. A fault with a `share` is done once all
   * its `times` requests have passed and it struck at least one of them.
   *
   * @throws AssertionError of `node:assert`, listing each fault that is not done.
   */
  assertFaultsStruck(): void;

  /**
   * Changes options while the server is running, to rotate a key, for example. Other options keep their
   * values. {@link reset} restores the options of the start.
   *
   * @throws {@link MockServerConfigError} if a name is unknown or a value is invalid. Then nothing changes.
   *
   * @example
   * ```ts
   * mock.configure({ apiKeys: ["new-key"] });
   * ```
   */
  configure(options: RuntimeOptions): void;
  /**
   * Adds a response for a path that the spec does not have, so that you can test what your page does with
   * its token. A request with a valid token gets the response. Any other request gets a 401.
   *
   * @param method - `GET`, `POST` and so on.
   * @param path - Includes the base path. A segment in braces matches any value: `/v1/vendors/{id}`.
   * @param answer - By default, a 200 without a body.
   * @throws {@link MockServerConfigError} if the answer is invalid, or if the path is an operation of the
   *   spec or part of the control API. To change the response of an operation, use {@link failNext}.
   *
   * @example
   * ```ts
   * mock.stub("GET", "/v1/vendors", { body: { data: [] } });
   * ```
   */
  stub(
    method: string,
    path: string,
    answer?: Omit<Stub, "method" | "path">,
  ): void;
  /** Expires all tokens minted so far. A request with one of them gets a 401. */
  expireTokens(): void;

  /**
   * Returns the latest requests, oldest first: all of them, or those that match the filter.
   *
   * @throws {@link MockServerConfigError} if the filter has an unknown field.
   */
  requests(filter?: RequestFilter): JournalEntry[];
  /** Returns all violations of the contract: none at the end of a clean test. */
  violations(): RecordedViolation[];
  /**
   * Asserts that the server received exactly these requests, in this order. Compares only the fields that
   * you list.
   *
   * @throws AssertionError of `node:assert`, with the difference line by line.
   *
   * @example
   * ```ts
   * mock.assertRequests([
   *   { account: "acc_123", attempt: 1, status: 503 },
   *   { account: "acc_123", attempt: 2, status: 200 },
   * ]);
   * ```
   */
  assertRequests(expected: readonly Partial<JournalEntry>[]): void;
  /**
   * Asserts that no request violated the contract.
   *
   * @throws AssertionError of `node:assert`, listing every violation.
   */
  assertNoViolations(): void;

  /**
   * Returns whether this server minted the access token and it has not expired. The server remembers the
   * latest 100,000 tokens.
   *
   * @param accessToken - As returned by `POST /auth/token`, without `Bearer`.
   */
  isValid(accessToken: string): boolean;
  /**
   * Restores the state after the start: the original options and the real time, without requests, faults,
   * stubs, tokens or idempotency keys.
   */
  reset(): void;
}

/** A running mock server. */
export interface MockServer extends MockControls, AsyncDisposable {
  /** The URL that the server listens on: `http://127.0.0.1:4010`. */
  readonly url: string;
  /** The base URL for your client: {@link url} with the base path, `http://127.0.0.1:4010/v1`. */
  readonly baseUrl: string;
  /** Finishes the requests in flight and frees the port. You can call it more than once. */
  close(): Promise<void>;
}
