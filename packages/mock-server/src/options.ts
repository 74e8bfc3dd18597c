import type { JournalEntry, RandomFault } from "./messages.js";

/** The environment variable with the API key of the command. Flags could be read by other programs. */
export const keyVariable = "MELIO_API_KEY";

/** An option of the mock server, or a flag of its command, is invalid. */
export class MockServerConfigError extends Error {
  override readonly name = "MockServerConfigError";
}

/** An API key that the mock server accepts. */
export interface KnownApiKey {
  /** The key, without a prefix. */
  readonly key: string;
  /**
   * IDs of the Accounts that the key may act for. Any other ID in `Melio-Account` returns 403.
   *
   * @default every Account
   */
  readonly accounts?: readonly string[];
}

/** Options of {@link startMockServer}. Times are in milliseconds. */
export interface MockServerOptions {
  /**
   * The port to listen on. 0 picks a free one.
   *
   * @default 0
   */
  readonly port?: number;
  /**
   * The address to listen on.
   *
   * @default "127.0.0.1"
   */
  readonly host?: string;
  /**
   * The OpenAPI document to serve, as an object or as the path of a JSON or YAML file.
   *
   * @default the document of `@melio-platform/spec`
   */
  readonly spec?: string | object;
  /**
   * The API keys that the server accepts. Any other key returns 401.
   *
   * @default any non-empty key
   */
  readonly apiKeys?: readonly (string | KnownApiKey)[];
  /**
   * How long a token is valid, in milliseconds.
   *
   * @default 3_600_000 (one hour)
   */
  readonly tokenTtl?: number;
  /**
   * How long an idempotency key is remembered, in milliseconds.
   *
   * @default 86_400_000 (24 hours)
   */
  readonly idempotencyTtl?: number;
  /**
   * Makes tokens and random faults reproducible: the same seed produces the same sequence.
   *
   * @default a different sequence for each server
   */
  readonly seed?: string;
  /**
   * Shares of all requests that fail at random, for soak tests. Their sum must not exceed 1.
   *
   * @default none
   */
  readonly randomFaults?: readonly RandomFault[];
  /**
   * How many requests the journal keeps, at least 1. The oldest are dropped first.
   *
   * @default 1_000
   */
  readonly journalSize?: number;
  /**
   * Called with each request when its answer is ready. An error that it throws becomes a warning of the process.
   *
   * @default none
   */
  readonly onRequest?: (entry: JournalEntry) => void;
  /**
   * Serves the control API at `/__mock`, so that programs in other languages can control the server.
   *
   * @default true
   */
  readonly control?: boolean;
  /**
   * Additional hostnames that the control API accepts, such as `mock` if other containers know the server by
   * that name. Exact names, without wildcards. Names of this machine and {@link host} are always accepted. All others are rejected, to
   * protect the server from web pages (DNS rebinding).
   *
   * @default none
   */
  readonly allowHosts?: readonly string[];
  /**
   * Lets browsers call the API from any origin, also with credentials (CORS). Does not apply to the control
   * API.
   *
   * @default false
   */
  readonly cors?: boolean;
  /**
   * How long an idle connection stays open, in milliseconds.
   *
   * @default 5_000
   */
  readonly keepAlive?: number;
  /**
   * Serves HTTPS with this certificate instead of HTTP, and HTTP/2 to clients that support it. Pass the
   * contents of the PEM files, not their names.
   *
   * @default HTTP
   */
  readonly https?: { readonly key: string; readonly cert: string };
}

/** The options that you can change while the server is running. */
export interface RuntimeOptions
  extends Pick<
    MockServerOptions,
    "tokenTtl" | "idempotencyTtl" | "randomFaults"
  > {
  /** The API keys that the server accepts from now on. `null` accepts any key. */
  readonly apiKeys?: readonly (string | KnownApiKey)[] | null;
}
