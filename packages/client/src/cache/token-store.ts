/** Where tokens are shared among processes: [Keyv](https://keyv.org)'s shape, so that a Keyv is one. */
export interface TokenStore {
  /** The value that was set, unless its time has passed; else `undefined`. */
  get(key: string): unknown;
  /** Keeps a value for a time, in milliseconds. */
  set(key: string, value: string, timeToLive: number): unknown;
}

/** Keeps tokens secret from who can read the store. */
export interface TokenEncryption {
  /**
   * @param text - what is to be stored
   * @param key - under which it is stored; bound to the text (as AES-GCM's additional data, say),
   *   it keeps one Account's token from being put in the place of another's
   */
  encrypt(text: string, key: string): string | Promise<string>;
  /**
   * The other way round.
   *
   * @throws anything for what `encrypt` has not made: it is as if nothing had been stored
   */
  decrypt(encrypted: string, key: string): string | Promise<string>;
}
