import type { Config } from "./config.js";
import type { Operation } from "./operation.js";
import type { RetrySettings } from "./retry-options.js";

/** One logical call: what its attempts share, and what its errors tell. */
export interface Call extends RetrySettings, Omit<Operation, "maxRetries"> {
  config: Config;
  method: string;
  url: string;
  headers: Headers;
  body: ArrayBuffer | null;
  /** The same on every attempt; absent where the operation takes none. */
  idempotencyKey?: string;
  /** How many attempts were begun. */
  attempts: number;
  /** The API key of the latest attempt, so that a server which echoes it can be silenced. */
  apiKey: string;
}
