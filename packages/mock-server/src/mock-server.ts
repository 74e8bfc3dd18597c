import type { Clock } from "./clock.js";

/** A running mock server. */
export interface MockServer extends AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:4010`. */
  readonly url: string;
  /** What a client takes as its base URL: {@link url} with the base path, `http://127.0.0.1:4010/v1`. */
  readonly baseUrl: string;
  /** The time by which tokens expire and idempotency keys are forgotten. */
  readonly clock: Clock;
  /**
   * Whether this server minted an access token that has not expired.
   *
   * @param accessToken - As given by `POST /auth/token`, without `Bearer`.
   */
  isValid(accessToken: string): boolean;
  /** Finishes the requests in flight and frees the port. May be called more than once. */
  close(): Promise<void>;
}
