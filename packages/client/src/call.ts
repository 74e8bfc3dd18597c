/** One logical call: what its errors, log lines and result tell of it. */
export class Call {
  /** HTTP method. */
  method = "";
  /** Whole URL. */
  url = "";
  /** The same on every attempt; `undefined` where the operation takes none. */
  idempotencyKey: string | undefined;
  /** How many attempts were begun. */
  attempts = 0;
  #apiKey = "";

  /** Remembers the key of the latest attempt; in a private field, which no spread and no log sees. */
  use(apiKey: string): void {
    this.#apiKey = apiKey;
  }

  /** Takes the API key out of what a server said, which may have quoted it. */
  silence(said: unknown): unknown {
    return JSON.parse(
      JSON.stringify(said).replaceAll(this.#apiKey, "[API key]"),
    );
  }
}

/** The public part of a {@link Call}. */
export type CallFacts = Pick<
  Call,
  "method" | "url" | "idempotencyKey" | "attempts"
>;
