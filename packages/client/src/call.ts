import { redact, redactHeaders } from "./redact.js";

/** The details of a call. Its errors, log lines and result all have them. */
export interface CallFacts {
  /** HTTP method of the call. */
  readonly method: string;
  /** URL of the call. */
  readonly url: string;
  /**
   * Idempotency key of all attempts of the call; `undefined` if the operation takes none.
   * Pass it to another call to repeat this one without minting twice.
   */
  readonly idempotencyKey: string | undefined;
  /** How many attempts were made, including the first one. */
  readonly attempts: number;
}

/** In characters. A shorter key is no real secret, and would match parts of ordinary words. */
const shortestSecret = 8;

/** One logical call, with all its attempts. */
export class Call implements CallFacts {
  readonly method: string;
  url: string;
  idempotencyKey: string | undefined;
  attempts = 0;
  /** When the latest attempt was sent. Private, so that no error and no log line repeats it. */
  #sentAt = 0;
  /** The API key of each attempt. Private, so that no spread and no log can contain them. */
  readonly #secrets = new Set<string>();

  constructor(method: string, url: string) {
    this.method = method;
    this.url = url;
  }

  /** In milliseconds since 1970, by this machine's clock. */
  get sentAt(): number {
    return this.#sentAt;
  }

  markSent(): void {
    this.#sentAt = Date.now();
  }

  /** From now on, redacts this API key in whatever a server or `fetch` says. */
  keepSecret(apiKey: string): void {
    if (apiKey.length >= shortestSecret) this.#secrets.add(apiKey);
  }

  redact<T>(said: T): T {
    return redact(said, this.#secrets);
  }

  redactHeaders(headers: Headers): Headers {
    return redactHeaders(headers, this.#secrets);
  }
}
