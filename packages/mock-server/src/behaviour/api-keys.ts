import type { KnownApiKey } from "../options.js";

/** Decides what an API key may do. */
export interface ApiKeys {
  /** The key without its prefix; `undefined` if it is not known. */
  identify(header: string): string | undefined;
  /** Whether a known key may act for an Account. */
  mayActFor(key: string, account: string): boolean;
  /** Replaces the known keys. */
  know(known: KnownKeys): void;
}

/** @param start - The known keys; without them, any key is known and may act for any Account. */
export function createApiKeys(start: KnownKeys): ApiKeys {
  let accounts = accountsOf(start);

  return {
    identify(header) {
      const key = keyIn(header);
      const isKnown =
        key !== undefined && (accounts === undefined || accounts.has(key));
      return isKnown ? key : undefined;
    },
    mayActFor: (key, account) => accounts?.get(key)?.has(account) ?? true,
    know(known) {
      accounts = accountsOf(known);
    },
  };
}

type KnownKeys = readonly (string | KnownApiKey)[] | undefined;

function accountsOf(
  known: KnownKeys,
): Map<string, ReadonlySet<string> | undefined> | undefined {
  return (
    known &&
    new Map(
      known.map((item) =>
        typeof item === "string"
          ? [item, undefined]
          : [item.key, item.accounts && new Set(item.accounts)],
      ),
    )
  );
}

/**
 * Upstream's clients may send `Bearer <key>`, with one space between.
 *
 * @returns The key; `undefined` if the header has neither form.
 */
export function keyIn(header: string): string | undefined {
  return /^(?:\S+ )?(\S+)$/.exec(header)?.[1];
}
