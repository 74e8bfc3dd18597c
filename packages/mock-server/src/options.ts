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
}
