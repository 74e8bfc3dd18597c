import type { JournalEntry, RandomFault } from "./messages.js";

/** An API key that the server knows. */
export interface KnownApiKey {
  /** The key, without a prefix. */
  readonly key: string;
  /**
   * IDs of the Accounts that it may act for; another one in `Melio-Account` answers 403.
   *
   * @default every Account
   */
  readonly accounts?: readonly string[];
}

/** How a mock server behaves. Times are in milliseconds. */
export interface MockServerOptions {
  /**
   * The port to listen on; 0 takes a free one.
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
   * The OpenAPI document to serve: an object, or the path of a JSON or YAML file.
   *
   * @default the document of `@melio-platform/spec`
   */
  readonly spec?: string | object;
  /**
   * The API keys that are known; any other answers 401.
   *
   * @default any key that is not empty
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
   * Makes tokens and random faults reproducible: the same seed gives the same sequence.
   *
   * @default another sequence for each server
   */
  readonly seed?: string;
  /**
   * Shares of all requests that fail at random, for soak tests; their sum is at most 1.
   *
   * @default none
   */
  readonly randomFaults?: readonly RandomFault[];
  /**
   * How many requests the journal keeps, at least 1; the oldest go first.
   *
   * @default 1_000
   */
  readonly journalSize?: number;
  /**
   * Called with each request when its answer is ready.
   *
   * @default nothing is called
   */
  readonly onRequest?: (entry: JournalEntry) => void;
  /**
   * Whether programs in other languages may steer the server over HTTP, below `/__mock`.
   *
   * @default true
   */
  readonly control?: boolean;
  /**
   * Names under which the control API may be called, beside those of this machine and {@link host}: `mock`, if
   * that is the server's name for other containers. A web page must not reach it by a name of its own.
   *
   * @default none
   */
  readonly allowHosts?: readonly string[];
  /**
   * Whether browsers may call the API from any origin, with credentials too (CORS). The control API they may
   * not.
   *
   * @default false
   */
  readonly cors?: boolean;
  /**
   * How long a connection without a request stays open for another one, in milliseconds.
   *
   * @default 5_000
   */
  readonly keepAlive?: number;
  /**
   * Serves HTTPS with this certificate instead of HTTP, by HTTP/2 where the client asks for it. Both are texts in PEM form, not file names.
   *
   * @default HTTP
   */
  readonly https?: { readonly key: string; readonly cert: string };
}

/** The options that can be changed while the server runs. */
export interface RuntimeOptions
  extends Pick<
    MockServerOptions,
    "tokenTtl" | "idempotencyTtl" | "randomFaults"
  > {
  /** The API keys that are known from now on; `null` for any. */
  readonly apiKeys?: readonly (string | KnownApiKey)[] | null;
}
