import type { AuthToken } from "../api-types.js";
import { identityOfClient } from "../identity.js";
import { parseDateTime } from "../response-shape.js";
import { startTimeLimit } from "../time-limit.js";
import { type Moment, moment, since } from "./server-clock.js";
import type { TokenEncryption, TokenStore } from "./token-cache.js";

/** A token in the store, with how long it lived when it was minted, in milliseconds. */
export interface StoredToken {
  readonly token: AuthToken;
  readonly lifetime: number;
}

/**
 * The store, as the cache sees it.
 *
 * Each Account has a random *word* in the store, and so have all Accounts together. The keys of tokens
 * contain both, so that a token is found only under the words that held when it was minted. To invalidate
 * is to write a fresh word. Only fresh words are ever written, and none is renewed: one that lapsed or was
 * lost costs a mint, and no write that arrives late can bring an old token back.
 */
export interface SharedTokens {
  /**
   * The words that hold for an Account, as one text; `undefined` if the store fails. A word that is
   * missing, or that this process has seen replaced, is written anew.
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
   * Replaces the word of an Account, or the one of all.
   * @throws Error if the store did not confirm it; then the old word counts as replaced in this process
   */
  replaceWord(account: string | undefined): Promise<void>;
  /**
   * Has one process do what several would; `undefined` if another one does it already.
   * @returns what ends the lock
   */
  lock(
    purpose: string,
    timeToLive: number,
  ): Promise<(() => Promise<void>) | undefined>;
  readonly canLock: boolean;
}

/** In milliseconds: how long the store may take, and how long it is not asked after a failure. */
const limit = 1_000;
const rest = 5_000;
/** How often a word is written until one is read that can be used. */
const mostTries = 5;
/** How long a word is kept, in milliseconds: 30 days. Whoever reads it later writes another. */
const wordLife = 30 * 86_400_000;
/** How many words that were replaced a process remembers. */
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
    throw new TypeError("store needs a melio that createMelioClient made");
  showErrors(store);
  const { encrypt, decrypt } = encryption ?? plain;
  const parsesItself = encryption === undefined;
  const replaced = new Set<string>();
  // Whose word this process wants replaced, and the store has not confirmed it, with a mark of the latest
  // invalidation; `undefined` is all Accounts.
  const unconfirmed = new Map<string | undefined, symbol>();
  let failedAt: Moment | undefined;
  // Asked for once: another API key that a vault gives later stands for the same partner.
  let prefix: string | undefined;

  /** Runs something on the store, within its time limit. */
  async function attempt<T>(
    run: (prefix: string) => T | Promise<T>,
  ): Promise<T> {
    const timeLimit = startTimeLimit(limit, undefined);
    try {
      const running = async () => {
        // With the version of what is stored: what another one has stored is never looked at.
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

  /** The same for what goes on without the store. */
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

  /** A store that parses what it has must not count as failed for what it cannot parse. */
  async function getUnlessGarbage(key: string): Promise<unknown> {
    try {
      return await store.get(key);
    } catch (error) {
      if (Object(error).name === "SyntaxError") return undefined;
      throw error;
    }
  }

  async function setOrThrow(key: string, value: string, timeToLive: number) {
    // A Keyv says false for a failure.
    if ((await store.set(key, value, timeToLive)) === false)
      throw new Error("The store did not keep a value");
  }

  async function wordOf(
    prefix: string,
    account: string | undefined,
  ): Promise<string> {
    const key = wordKey(prefix, account);
    const word = await getUnlessGarbage(key);
    return isWord(word) && !unconfirmed.has(account)
      ? word
      : writeWord(key, word, account);
  }

  /** Another process may do the same at the same time: what is read afterwards holds. */
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
      // Processes that find none at the same time then agree on one.
      if (isMissing && store.setIfAbsent)
        await store.setIfAbsent(key, newWord(), wordLife);
      else await setOrThrow(key, newWord(), wordLife);
      const word = await getUnlessGarbage(key);
      if (isWord(word)) {
        // A later invalidation wants a later word.
        if (unconfirmed.get(account) === invalidation)
          unconfirmed.delete(account);
        return word;
      }
      replaces = word; // of another process that this one has seen replaced
    }
    throw new Error("The store loses what is set");
  }

  function rememberReplaced(word: unknown) {
    if (typeof word !== "string") return;
    const [oldest = ""] = replaced;
    if (replaced.size >= rememberedWords) replaced.delete(oldest);
    replaced.add(word);
  }

  return {
    async wordsOf(account) {
      const words = await tryTo((prefix) =>
        Promise.all([wordOf(prefix, undefined), wordOf(prefix, account)]),
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
          // A store may parse JSON by itself; what is encrypted, it cannot.
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
          "The store did not confirm the invalidation: other processes may give the old token until it expires. Try again.",
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

/** A Keyv, and its adapters, give nothing for a failure unless they are told to throw. */
function showErrors(store: TokenStore): void {
  const { store: adapter } = store as { store?: unknown };
  for (const each of [store, Object(adapter)])
    if ("throwOnErrors" in each) each.throwOnErrors = true;
}
