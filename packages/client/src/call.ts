/** One logical call: what its attempts share, and what its errors tell. */
export interface Call {
  method?: string;
  /** Whole URL, as openapi-fetch has put it together. */
  url?: string;
  /** The same on every attempt; absent where the operation takes none. */
  idempotencyKey?: string;
  /** How many attempts were begun. */
  attempts: number;
  /** The API key of the latest attempt, so that a server which echoes it can be silenced. */
  apiKey?: string;
}
