import { redact, redactHeaders } from "./redact.js";

/** What can be said of a call: its errors, log lines and result all have it. */
export interface CallFacts {
  /** HTTP method of the call. */
  readonly method: string;
  /** URL of the call. */
  readonly url: string;
  /**
   * Idempotency key that all attempts of the call carried; `undefined` if the operation takes none.
   * Pass it to a further call to repeat this one without minting twice.
   */
  readonly idempotencyKey: string | undefined;
  /** How many attempts were made, the first one included. */
  readonly attempts: number;
}

/** A shorter one is nobody's secret, and would be found in every second word. */
const shortestSecret = 8;

/** One logical call, with all its attempts. */
export class Call implements CallFacts {
  readonly method: string;
  url: string;
  idempotencyKey: string | undefined;
  attempts = 0;
  /** The API key of each attempt; private, so that no spread and no log sees them. */
  readonly #secrets = new Set<string>();

  constructor(method: string, url: string) {
    this.method = method;
    this.url = url;
  }

  /** From now on, what others said is shown without this API key. */
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
