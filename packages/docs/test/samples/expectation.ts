import type { MockServer } from "@melio-platform/mock-server";

/** What one sample must do when it is run against a mock server of its own. */
export interface Expectation {
  /** A sample below `samples`. */
  readonly sample: string;
  /** Uses the sample, where it is a module and does nothing by itself. */
  readonly code?: string;
  /** What goes wrong at the server. */
  readonly prepare?: (mock: MockServer) => void;
  /** All that is printed; nothing, if it is not given. */
  readonly stdout?: RegExp;
  /** Likewise. */
  readonly stderr?: RegExp;
  /** The requests that the server must have got; not looked at, if none are given. */
  readonly requests?: Parameters<MockServer["assertRequests"]>[0];
}

export const nothing = /^$/;
/** A request that was served, for the Account of most samples. */
export const served = { account: "acc_123", status: 200 };
/** How RFC 3339 writes a time in UTC. */
export const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z`;
