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

/**
 * The store, as the cache uses it.
 *
 * Each Account has a random *word* in the store, and all Accounts together have another one. The key of a
 * token contains both, so a token is found only under the words that were current when it was minted. To
 * invalidate is to write a new word. Only new words are ever written, and none is renewed: a word that
 * expired or was lost costs a mint, and a write that arrives late cannot bring an old token back.
 */
export interface SharedTokens {
  /**
   * Returns the current words of an Account as one text, or `undefined` if the store fails. Writes a new
   * word if one is missing, or is one that this process has seen replaced.
   */
  wordsOf(account: string): Promise<string | undefined>;
  find(account: string, words: string): Promise<StoredToken | undefined>;
  /** @param timeToLive - in milliseconds */
  keep(
    account: string,
    words: string,
    stored: StoredToken,
    timeToLive: number,
  ): Promise<void>;
  /**
   * Replaces the word of an Account, or the word of all Accounts.
   * @throws Error if the store did not confirm. The old word then counts as replaced in this process
   */
  replaceWord(account: string | undefined): Promise<void>;
  /**
   * Lets one of several processes do a task.
   * @returns a function that releases the lock, or `undefined` if another process holds it
   */
  lock(
    purpose: string,
    timeToLive: number,
  ): Promise<(() => Promise<void>) | undefined>;
  readonly canLock: boolean;
}

/** In milliseconds: the store's time limit, and how long the cache pauses using it after a failure. */
const limit = 1_000;
const rest = 5_000;
/** How often to write a word until a usable one is read. */
const mostTries = 5;
/** How long a word lasts, in milliseconds: 30 days. A process that reads it later writes another. */
const wordLife = 30 * 86_400_000;
/** How many replaced words a process remembers. */
const rememberedWords = 100_000;

const plain: TokenEncryption = {
  encrypt: (text) => text,
  decrypt: (text) => text,
};

const failed = Symbol("the store has failed");

/** @throws TypeError if `http` is not a client's */
export function shareTokens(
  store: TokenStore,
  encryption: TokenEncryption | undefined,
  http: object,
  report: (error: unknown) => void,
): SharedTokens {
  const identify = identityOfClient(http);
  if (!identify)
    throw new TypeError(
      "store requires melio to be a client created by createMelioClient",
    );
  showErrors(store);
  const { encrypt, decrypt } = encryption ?? plain;
  const parsesItself = encryption === undefined;
  const replaced = new BoundedMap<true>(rememberedWords);
  // The Accounts (`undefined`: all of them) whose invalidation the store has not confirmed, each with a
  // mark of the latest invalidation.
  const unconfirmed = new Map<string | undefined, symbol>();
  let failedAt: Moment | undefined;
  // Computed once: an API key that the user rotates later belongs to the same Partner.
  let prefix: string | undefined;

  /** Runs an operation of the store, within the time limit. */
  async function attempt<T>(
    run: (prefix: string) => T | Promise<T>,
  ): Promise<T> {
    const timeLimit = startTimeLimit(limit, undefined);
    try {
      const running = async () => {
        // Includes the version of the format, so that no process reads what another version stored.
        prefix ??= `melio-token:2:${await identify?.()}:`;
        return run(prefix);
      };
      const result = await timeLimit.within(running());
      failedAt = undefined;
      return result;
    } catch (error) {
      failedAt = moment();
      throw timeLimit.isOver
        ? new Error(`The store took more than ${limit} ms`)
        : error;
    } finally {
      timeLimit.end();
    }
  }

  /** Does the same, but returns `failed` instead of throwing. */
  async function tryTo<T>(
    run: (prefix: string) => T | Promise<T>,
  ): Promise<T | typeof failed> {
    if (failedAt && since(failedAt) < rest) return failed;
    try {
      return await attempt(run);
    } catch (error) {
      report(error);
      return failed;
    }
  }

  const wordKey = (prefix: string, account: string | undefined) =>
    account === undefined ? `${prefix}all` : `${prefix}word:${account}`;
  const tokenKey = (prefix: string, account: string, words: string) =>
    `${prefix}token:${words}:${account}`;

  const isWord = (value: unknown): value is string =>
    typeof value === "string" && value !== "" && !replaced.has(value);

  /** A store that parses its values must not count as failed when it cannot parse one. */
  async function getUnlessGarbage(key: string): Promise<unknown> {
    try {
      return await store.get(key);
    } catch (error) {
      if (Object(error).name === "SyntaxError") return undefined;
      throw error;
    }
  }

  async function setOrThrow(key: string, value: string, timeToLive: number) {
    // A Keyv returns false for a failure.
    if ((await store.set(key, value, timeToLive)) === false)
      throw new Error("The store did not keep a value: set returned false");
  }

  async function ensureWord(
    prefix: string,
    account: string | undefined,
  ): Promise<string> {
    const key = wordKey(prefix, account);
    // Another invalidation may be confirmed during this read, which may then still return the word from before.
    const wasInvalidated = unconfirmed.has(account);
    const word = await getUnlessGarbage(key);
    return isWord(word) && !wasInvalidated && !unconfirmed.has(account)
      ? word
      : writeWord(key, word, account);
  }

  /** Another process may do the same at the same time, so the word that is read afterwards is current. */
  async function writeWord(
    key: string,
    old: unknown,
    account: string | undefined,
  ): Promise<string> {
    const invalidation = unconfirmed.get(account);
    let replaces = old;
    for (let tries = 0; tries < mostTries; tries++) {
      rememberReplaced(replaces);
      const isMissing = replaces === undefined || replaces === null;
      // Processes that find none at the same time agree on one this way.
      if (isMissing && store.setIfAbsent)
        await store.setIfAbsent(key, newWord(), wordLife);
      else await setOrThrow(key, newWord(), wordLife);
      const word = await getUnlessGarbage(key);
      if (isWord(word)) {
        // A later invalidation needs a later word.
        if (unconfirmed.get(account) === invalidation)
          unconfirmed.delete(account);
        return word;
      }
      replaces = word; // written by a process that has not seen the replacement yet
    }
    throw new Error(
      `The store lost a value that was set, ${mostTries} times: get does not return what set stored`,
    );
  }

  function rememberReplaced(word: unknown) {
    if (typeof word === "string") replaced.set(word, true);
  }

  return {
    async wordsOf(account) {
      const words = await tryTo((prefix) =>
        Promise.all([
          ensureWord(prefix, undefined),
          ensureWord(prefix, account),
        ]),
      );
      return words === failed ? undefined : words.join(".");
    },

    async find(account, words) {
      const found = await tryTo(async (prefix) => {
        const key = tokenKey(prefix, account, words);
        return { key, value: await getUnlessGarbage(key) };
      });
      if (found === failed) return undefined;
      try {
        return readStored(
          // A store may already have parsed the JSON, unless it is encrypted.
          parsesItself && typeof found.value === "object"
            ? found.value
            : JSON.parse(await decrypt(found.value as string, found.key)),
        );
      } catch {
        return undefined; // garbage: the next token overwrites it
      }
    },

    async keep(account, words, stored, timeToLive) {
      await tryTo(async (prefix) => {
        const key = tokenKey(prefix, account, words);
        const text = await encrypt(JSON.stringify(stored), key);
        await setOrThrow(key, text, timeToLive);
      });
    },

    async replaceWord(account) {
      unconfirmed.set(account, Symbol());
      try {
        await attempt(async (prefix) => {
          const key = wordKey(prefix, account);
          await writeWord(key, await store.get(key), account);
        });
      } catch (cause) {
        throw new Error(
          "The store did not confirm the invalidation: other processes may return the old token until it expires. Try again.",
          { cause },
        );
      }
    },

    canLock:
      typeof store.setIfAbsent === "function" &&
      typeof store.deleteIfEqual === "function",

    async lock(purpose, timeToLive) {
      const owner = newWord();
      const key = (prefix: string) => `${prefix}lock:${purpose}`;
      const acquired = await tryTo((prefix) =>
        store.setIfAbsent?.(key(prefix), owner, timeToLive),
      );
      if (acquired === failed) return async () => {};
      if (!acquired) return undefined;
      return async () => {
        await tryTo((prefix) => store.deleteIfEqual?.(key(prefix), owner));
      };
    },
  };
}

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
