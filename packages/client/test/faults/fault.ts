import type { OnRequest } from "../support/raw-server.js";

/** What goes wrong on the wire, and what a caller of `createToken` then gets. */
export interface Fault {
  what: string;
  onRequest: OnRequest;
  /** The error's `kind`, or that the call succeeds. */
  outcome: "success" | "connection" | "timeout" | "response" | (string & {});
  attempts: number;
  /** Further properties of the error. */
  error?: object;
  /** Whether each attempt stands still until its time limit. */
  stalls?: boolean;
}
