/// <reference lib="esnext.disposable" preserve="true" />
// Not every consumer has this lib, and the types below need it.

import type {
  Clock,
  Fault,
  FaultCount,
  JournalEntry,
  Violation,
} from "./messages.js";

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

  /** The latest requests, oldest first. */
  requests(): JournalEntry[];
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
  /** As after the start: no requests, faults, tokens or idempotency keys, and the real time. */
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
