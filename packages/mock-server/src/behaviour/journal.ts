import type { Violation } from "../contract/violation.js";
import { createRing } from "./ring.js";

/** What became of a request. */
export type Outcome =
  /** Served anew, a token minted if the operation gives one. */
  | "processed"
  /** Answered as before, since its idempotency key was known. */
  | "replayed"
  /** 409: the first request with its idempotency key was still being processed. */
  | "in-flight"
  /** 422: its idempotency key came before with another request. */
  | "key-reused"
  /** 401: its API key or access token is not known. */
  | "unauthorized"
  /** 403: its API key may not act for the Account. */
  | "forbidden"
  /** It breaks the contract; see its violations. */
  | "violation"
  /** Answered by a fault that was asked for, or by chance. */
  | "fault"
  /** The mock server itself failed; never wanted. */
  | "defect";

/** One request that reached the server. */
export interface JournalEntry {
  /** Counts from 1 since the start or the last reset. */
  readonly id: number;
  /** When it came, by the server's clock: RFC 3339, in UTC. */
  readonly time: string;
  readonly method: string;
  /** The path with the base path, without the query. */
  readonly path: string;
  /** The query without its question mark; empty if there is none. */
  readonly query: string;
  /** Names in lower case; credentials are masked. */
  readonly headers: Readonly<Record<string, string>>;
  readonly idempotencyKey: string | undefined;
  /** Which attempt with this idempotency key it is, from 1; `undefined` without a key. */
  readonly attempt: number | undefined;
  readonly account: string | undefined;
  readonly outcome: Outcome;
  /** The status of the answer; `undefined` if the connection was reset instead. */
  readonly status: number | undefined;
  /** Where it, or its answer, differs from the contract. */
  readonly violations: readonly Violation[];
  /** Time until the answer was ready, in milliseconds. */
  readonly duration: number;
}

/** Keeps the latest requests. */
export interface Journal {
  add(entry: NewEntry): void;
  /** The latest entry. */
  last(): JournalEntry | undefined;
  /** Oldest first. */
  entries(): JournalEntry[];
  /** The latest with a violation, oldest first; good requests do not push them out. */
  violating(): JournalEntry[];
  reset(): void;
}

/** An entry before the journal has counted it. */
export type NewEntry = Omit<JournalEntry, "id" | "time" | "attempt"> & {
  /** When it came, in milliseconds since 1970. */
  readonly time: number;
};

type StoredEntry = Omit<JournalEntry, "time"> & { readonly time: number };

/**
 * @param size - How many requests are kept; the oldest go first.
 * @param secretHeaders - Lower-case names of the headers that are masked.
 */
export function createJournal(
  size: number,
  secretHeaders: ReadonlySet<string>,
): Journal {
  const all = createRing<StoredEntry>(size);
  const violating = createRing<StoredEntry>(size);
  const attempts = new Map<string, number>();
  let count = 0;

  function countAttempt(key: string | undefined): number | undefined {
    if (key === undefined) return undefined;
    const attempt = (attempts.get(key) ?? 0) + 1;
    if (attempt === 1 && attempts.size >= size) {
      attempts.delete(attempts.keys().next().value as string);
    }
    attempts.set(key, attempt);
    return attempt;
  }
  // What is not asked for is not worked out: only readers pay for masking and dates.
  function show({ time, headers, ...entry }: StoredEntry): JournalEntry {
    const shown: Record<string, string> = {};
    for (const [name, value] of Object.entries(headers)) {
      shown[name] = secretHeaders.has(name) ? mask(value) : value;
    }
    return { ...entry, time: new Date(time).toISOString(), headers: shown };
  }

  return {
    add(entry) {
      const stored = {
        ...entry,
        id: count + 1,
        attempt: countAttempt(entry.idempotencyKey),
      };
      count += 1;
      all.push(stored);
      if (stored.violations.length > 0) violating.push(stored);
    },
    last() {
      const stored = all.last();
      return stored && show(stored);
    },
    entries: () => all.items().map(show),
    violating: () => violating.items().map(show),
    reset() {
      all.clear();
      violating.clear();
      attempts.clear();
      count = 0;
    },
  };
}

/** Keeps a prefix such as `Bearer`, which is no secret and often what is wrong. */
function mask(value: string): string {
  const space = value.lastIndexOf(" ");
  return space > 0 ? `${value.slice(0, space)} ***` : "***";
}
