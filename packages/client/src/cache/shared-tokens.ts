import type { AuthToken } from "../api-types.js";
import { identityOfClient } from "../identity.js";
import { parseDateTime } from "../response.js";
import { startTimeLimit } from "../time-limit.js";
import { BoundedMap, type Moment, moment, since } from "./held-tokens.js";
import type { TokenEncryption, TokenStore } from "./token-store.js";

/** A token in the store, with its lifetime from when it was minted, in milliseconds. */
export interface StoredToken {
  readonly token: AuthToken;
  readonly lifetime: number;
}

/** Time limit of an operation of the store, in milliseconds. */
const storeTimeout = 1_000;
/** How long the cache pauses using the store after a failure, in milliseconds. */
const storePause = 5_000;
/** How often to write a word until a usable one is read. */
const mostTries = 5;
/** How long a word lasts, in milliseconds: 30 days. A process that reads it later writes another. */
const wordLife = 30 * 86_400_000;
/** How many replaced words a process remembers. */
const rememberedWords = 100_000;

const failed = Symbol("the store has failed");

/**
 * The store, as the cache uses it.
 *
 * Each Account has a random *word* in the store, and all Accounts together have another one. The key of a
 * token contains both, so a token is found only under the words that were current when it was minted. To
 * invalidate is to write a new word. Only new words are ever written, and none is renewed: a word that
 * expired or was lost costs a mint, and a write that arrives late cannot bring an old token back.
 */
export class SharedTokens {
  readonly canLock: boolean;
  readonly #store: TokenStore;
  readonly #encryption: TokenEncryption | undefined;
  readonly #identify: () => Promise<string>;
  readonly #report: (error: unknown) => void;
  readonly #replaced = new BoundedMap<true>(rememberedWords);
  /**
   * The Accounts (`undefined`: all of them) whose invalidation the store has not confirmed, each with a mark of the
   * latest invalidation.
   */
  readonly #unconfirmed = new Map<string | undefined, symbol>();
  #failedAt: Moment | undefined;
  /** Computed once: an API key that the user rotates later belongs to the same Partner. */
  #prefix: string | undefined;

  /** @throws TypeError if `http` is not a client's */
  constructor(
    store: TokenStore,
    encryption: TokenEncryption | undefined,
    http: object,
    report: (error: unknown) => void,
  ) {
    const identify = identityOfClient(http);
    if (!identify)
      throw new TypeError(
        "store requires melio to be a client created by createMelioClient",
      );
    showErrors(store);
    this.canLock =
      typeof store.setIfAbsent === "function" &&
      typeof store.deleteIfEqual === "function";
    this.#store = store;
    this.#encryption = encryption;
    this.#identify = identify;
    this.#report = report;
  }

  /**
   * Returns the current words of an Account as one text, or `undefined` if the store fails. Writes a new
   * word if one is missing, or is one that this process has seen replaced.
   */
  async wordsOf(account: string): Promise<string | undefined> {
    const words = await this.#tryTo((prefix) =>
      Promise.all([
        this.#ensureWord(prefix, undefined),
        this.#ensureWord(prefix, account),
      ]),
    );
    return words === failed ? undefined : words.join(".");
  }

  async find(account: string, words: string): Promise<StoredToken | undefined> {
    const found = await this.#tryTo(async (prefix) => {
      const key = tokenKey(prefix, account, words);
      return { key, value: await this.#getUnlessGarbage(key) };
    });
    if (found === failed) return undefined;
    const { key, value } = found;
    try {
      if (this.#encryption)
        return readStored(
          JSON.parse(await this.#encryption.decrypt(value as string, key)),
        );
      // The store may already have parsed the JSON.
      return readStored(
        typeof value === "object" ? value : JSON.parse(value as string),
      );
    } catch {
      return undefined; // garbage: the next token overwrites it
    }
  }

  /** @param timeToLive - in milliseconds */
  async keep(
    account: string,
    words: string,
    stored: StoredToken,
    timeToLive: number,
  ): Promise<void> {
    await this.#tryTo(async (prefix) => {
      const key = tokenKey(prefix, account, words);
      const json = JSON.stringify(stored);
      const value = this.#encryption
        ? await this.#encryption.encrypt(json, key)
        : json;
      await this.#set(key, value, timeToLive);
    });
  }

  /**
   * Replaces the word of an Account, or the word of all Accounts.
   * @throws Error if the store did not confirm. The old word then counts as replaced in this process
   */
  async replaceWord(account: string | undefined): Promise<void> {
    this.#unconfirmed.set(account, Symbol());
    try {
      await this.#run(async (prefix) => {
        const key = wordKey(prefix, account);
        await this.#writeWord(key, await this.#store.get(key), account);
      });
    } catch (cause) {
      throw new Error(
        "The store did not confirm the invalidation: other processes may return the old token until it expires. Try again.",
        { cause },
      );
    }
  }

  /**
   * Lets one of several processes do a task.
   * @returns a function that releases the lock, or `undefined` if another process holds it
   */
  async lock(
    purpose: string,
    timeToLive: number,
  ): Promise<(() => Promise<void>) | undefined> {
    const owner = newWord();
    const key = (prefix: string) => `${prefix}lock:${purpose}`;
    const acquired = await this.#tryTo((prefix) =>
      this.#store.setIfAbsent?.(key(prefix), owner, timeToLive),
    );
    if (acquired === failed) return async () => {};
    if (!acquired) return undefined;
    return async () => {
      await this.#tryTo((prefix) =>
        this.#store.deleteIfEqual?.(key(prefix), owner),
      );
    };
  }

  /** Runs an operation of the store, within the time limit. */
  async #run<T>(operation: (prefix: string) => T | Promise<T>): Promise<T> {
    const limit = startTimeLimit(storeTimeout, undefined);
    try {
      const result = await limit.within(this.#withPrefix(operation));
      this.#failedAt = undefined;
      return result;
    } catch (error) {
      this.#failedAt = moment();
      throw limit.isOver
        ? new Error(`The store took more than ${storeTimeout} ms`)
        : error;
    } finally {
      limit.end();
    }
  }

  async #withPrefix<T>(
    operation: (prefix: string) => T | Promise<T>,
  ): Promise<T> {
    // Includes the version of the format, so that no process reads what another version stored.
    this.#prefix ??= `melio-token:2:${await this.#identify()}:`;
    return operation(this.#prefix);
  }

  /** Does the same as {@link #run}, but returns `failed` instead of throwing. */
  async #tryTo<T>(
    operation: (prefix: string) => T | Promise<T>,
  ): Promise<T | typeof failed> {
    if (this.#failedAt && since(this.#failedAt) < storePause) return failed;
    try {
      return await this.#run(operation);
    } catch (error) {
      this.#report(error);
      return failed;
    }
  }

  #isWord(value: unknown): value is string {
    return (
      typeof value === "string" && value !== "" && !this.#replaced.has(value)
    );
  }

  /** A store that parses its values must not count as failed when it cannot parse one. */
  async #getUnlessGarbage(key: string): Promise<unknown> {
    try {
      return await this.#store.get(key);
    } catch (error) {
      if (Object(error).name === "SyntaxError") return undefined;
      throw error;
    }
  }

  async #set(key: string, value: string, timeToLive: number): Promise<void> {
    // A Keyv returns false for a failure.
    if ((await this.#store.set(key, value, timeToLive)) === false)
      throw new Error("The store did not keep a value: set returned false");
  }

  async #ensureWord(
    prefix: string,
    account: string | undefined,
  ): Promise<string> {
    const key = wordKey(prefix, account);
    // Another invalidation may be confirmed during this read, which may then still return the word from before.
    const wasInvalidated = this.#unconfirmed.has(account);
    const word = await this.#getUnlessGarbage(key);
    return this.#isWord(word) &&
      !wasInvalidated &&
      !this.#unconfirmed.has(account)
      ? word
      : this.#writeWord(key, word, account);
  }

  /** Another process may do the same at the same time, so the word that is read afterwards is current. */
  async #writeWord(
    key: string,
    old: unknown,
    account: string | undefined,
  ): Promise<string> {
    const invalidation = this.#unconfirmed.get(account);
    let replaces = old;
    for (let tries = 0; tries < mostTries; tries++) {
      if (typeof replaces === "string") this.#replaced.set(replaces, true);
      const isMissing = replaces === undefined || replaces === null;
      // Processes that find none at the same time agree on one this way.
      if (isMissing && this.#store.setIfAbsent)
        await this.#store.setIfAbsent(key, newWord(), wordLife);
      else await this.#set(key, newWord(), wordLife);
      const word = await this.#getUnlessGarbage(key);
      if (this.#isWord(word)) {
        // A later invalidation needs a later word.
        if (this.#unconfirmed.get(account) === invalidation)
          this.#unconfirmed.delete(account);
        return word;
      }
      replaces = word; // written by a process that has not seen the replacement yet
    }
    throw new Error(
      `The store lost a value that was set, ${mostTries} times: get does not return what set stored`,
    );
  }
}

const wordKey = (prefix: string, account: string | undefined): string =>
  account === undefined ? `${prefix}all` : `${prefix}word:${account}`;

const tokenKey = (prefix: string, account: string, words: string): string =>
  `${prefix}token:${words}:${account}`;

const newWord = (): string => crypto.randomUUID();

function readStored(value: unknown): StoredToken | undefined {
  const { token, lifetime } = Object(value);
  const { accessToken, expiresAt, refreshToken } = Object(token);
  const isWhole =
    typeof accessToken === "string" &&
    accessToken !== "" &&
    typeof refreshToken === "string" &&
    typeof lifetime === "number" &&
    parseDateTime(expiresAt) !== undefined;
  return isWhole ? { token, lifetime } : undefined;
}

/** A Keyv and its adapters hide failures unless this is set. */
function showErrors(store: TokenStore): void {
  const { store: adapter } = store as { store?: unknown };
  for (const each of [store, Object(adapter)])
    if ("throwOnErrors" in each) each.throwOnErrors = true;
}
