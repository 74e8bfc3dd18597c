/** One logical call: what its attempts share, and what its errors tell. */
export interface Call {
  readonly method: string;
  /** Whole URL; known once the request has been put together. */
  url: string;
  /** The same on every attempt; absent where the operation takes none. */
  idempotencyKey: string | undefined;
  /** How many attempts were begun. */
  attempts: number;
  /** The API key of the latest attempt, so that a server which echoes it can be silenced. */
  apiKey?: string;
}

/** `POST https://api.melio.com/v1/auth/token` */
export const nameOf = ({ method, url }: Call) => `${method} ${url}`;
