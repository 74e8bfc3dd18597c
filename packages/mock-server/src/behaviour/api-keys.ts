import type { KnownApiKey } from "../options.js";

/** Decides what an API key may do. */
export interface ApiKeys {
  /** The key without its prefix; `undefined` if it is not known. */
  identify(header: string): string | undefined;
  /** Whether a known key may act for an Account. */
  mayActFor(key: string, account: string): boolean;
}

/** @param known - The known keys; without them, any key is known and may act for any Account. */
export function createApiKeys(
  known: readonly (string | KnownApiKey)[] | undefined,
): ApiKeys {
  if (known === undefined) {
    return { identify: keyIn, mayActFor: () => true };
  }
  const accounts = new Map(
    known.map((item) =>
      typeof item === "string"
        ? [item, undefined]
        : [item.key, item.accounts && new Set(item.accounts)],
    ),
  );
  return {
    identify(header) {
      const key = keyIn(header);
      return key !== undefined && accounts.has(key) ? key : undefined;
    },
    mayActFor: (key, account) => accounts.get(key)?.has(account) ?? true,
  };
}

/**
 * Upstream's clients may send `Bearer <key>`, with one space between.
 *
 * @returns The key; `undefined` if the header has neither form.
 */
export function keyIn(header: string): string | undefined {
  const words = header.split(" ", 3);
  const areWords = words.every((word) => /^\S+$/.test(word));
  return words.length > 2 || !areWords ? undefined : words.at(-1);
}
