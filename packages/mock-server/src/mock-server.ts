/// <reference lib="esnext.disposable" preserve="true" />
// Not every consumer has this lib, and the types below need it.

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

/** A violation of the contract, and the request that it was found with. */
export interface RecordedViolation extends Violation {
  readonly request: JournalEntry;
}

/** How a test steers a mock server, and asks what came. */
export interface MockControls {
  /** The time by which tokens expire and idempotency keys are forgotten. */
  readonly clock: Clock;

  /**
   * Makes the next request fail. Several faults strike in the order in which they were asked for.
   *
   * @throws {@link MockServerConfigError} if the fault cannot be used.
   *
   * @example
   * ```ts
   * mock.failNext({ status: 503, retryAfter: 1, times: 2 });
   * ```
   */
  failNext(fault?: Fault): void;
  /** Every fault since the last reset, and how often each has struck. */
  faults(): FaultCount[];

  /** Forgets the faults that still wait, and the counts; nothing else. */
  clearFaults(): void;
  /**
   * Asserts that every fault has struck as often as was asked. One with a `share` strikes by chance, and is
   * done when it has had its chances.
   *
   * @throws AssertionError of `node:assert`, with each fault that still waits.
   */
  assertFaultsStruck(): void;

  /**
   * Changes options while the server runs, as when a key is rotated. Those that are not given stay;
   * {@link reset} brings back those of the start.
   *
   * @throws {@link MockServerConfigError} if a name is not known or a value cannot be used; then nothing changes.
   *
   * @example
   * ```ts
   * mock.configure({ apiKeys: ["new-key"] });
   * ```
   */
  configure(options: RuntimeOptions): void;
  /**
   * Answers a path that the description does not have, so that what a page does with its token can be played.
   * The answer is given to whoever sends a token in force, others get a 401.
   *
   * @param method - `GET`, `POST` and so on.
   * @param path - With the base path; a segment in braces stands for any: `/v1/vendors/{id}`.
   * @param answer - By default a 200 without a body.
   * @throws {@link MockServerConfigError} if the answer cannot be used.
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
  /** Expires every token so far, so that whoever still sends one gets a 401. */
  expireTokens(): void;

  /** The latest requests, oldest first; all, or those that match. */
  requests(filter?: RequestFilter): JournalEntry[];
  /** What broke the contract: nothing, at the end of a clean test. */
  violations(): RecordedViolation[];
  /**
   * Asserts that these requests came, in this order, and no others. Only the fields that are given are
   * compared.
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
   * Asserts that no request broke the contract.
   *
   * @throws AssertionError of `node:assert`, with every violation.
   */
  assertNoViolations(): void;

  /**
   * Whether this server minted an access token that has not expired. The latest 100,000 are known.
   *
   * @param accessToken - As given by `POST /auth/token`, without `Bearer`.
   */
  isValid(accessToken: string): boolean;
  /** As after the start: its options, no requests, faults, stubs, tokens or idempotency keys, the real time. */
  reset(): void;
}

/** A running mock server. */
export interface MockServer extends MockControls, AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:4010`. */
  readonly url: string;
  /** What a client takes as its base URL: {@link url} with the base path, `http://127.0.0.1:4010/v1`. */
  readonly baseUrl: string;
  /** Finishes the requests in flight and frees the port. May be called more than once. */
  close(): Promise<void>;
}
