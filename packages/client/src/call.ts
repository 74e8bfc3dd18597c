/** One logical call: what its errors, log lines and result tell of it. */
export class Call {
  /** HTTP method. */
  declare method: string;
  /** Whole URL. */
  declare url: string;
  /** The same on every attempt; `undefined` where the operation takes none. */
  declare idempotencyKey: string | undefined;
  /** How many attempts were begun. */
  attempts = 0;
  /** API key of the latest attempt, as JSON has it; private, so that no spread and no log sees it. */
  #apiKey = "\n"; // which JSON has not

  use(apiKey: string): void {
    // A shorter key is nobody's secret, and would be found in every second word.
    if (apiKey.length > 7) this.#apiKey = JSON.stringify(apiKey).slice(1, -1);
  }

  /**
   * Takes the API key out of what others said, since a server may quote the one that it refuses.
   * Gives an empty text for what is no JSON without it, or too deep.
   */
  silence<T>(said: T): T {
    try {
      return JSON.parse(
        JSON.stringify(said).replaceAll(this.#apiKey, "[API key]"),
      );
    } catch {
      return "" as T;
    }
  }

  silenceHeaders(headers: Headers): Headers {
    return new Headers(
      [...headers].map(([name, value]) => [name, this.silence(value)]),
    );
  }
}

/** The public part of a {@link Call}. */
export type CallFacts = Pick<
  Call,
  "method" | "url" | "idempotencyKey" | "attempts"
>;
