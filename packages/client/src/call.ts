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
  /** The API key of each attempt; private, so that no spread and no log sees them. */
  readonly #apiKeys: string[] = [];

  use(apiKey: string): void {
    // A shorter one is nobody's secret, and would be found in every second word.
    if (apiKey.length > 7) this.#apiKeys.push(apiKey);
  }

  /**
   * Takes the API key out of what others said, since a server may quote the one that it refuses.
   * Gives an empty text for what is no JSON without it, or too deep.
   */
  silence<T>(said: T): T {
    try {
      let text = JSON.stringify(said);
      for (const apiKey of this.#apiKeys)
        text = text.replaceAll(
          JSON.stringify(apiKey).slice(1, -1),
          "[API key]",
        );
      return JSON.parse(text);
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
