import type { JournalEntry, RequestFilter } from "../messages.js";
import { MockServerConfigError } from "../options.js";
import { BoundedMap, createRing } from "./bounded.js";
import { createMask } from "./credentials.js";

/** Keeps the latest requests. */
export interface Journal {
  /** @param time - When the request came, in milliseconds since 1970. */
  add(entry: NewEntry, time: number): void;
  /** The latest entry. */
  last(): JournalEntry | undefined;
  /** Calls the follower with each entry from now on, and with `undefined` after a reset. */
  follow(follower: Follower): () => void;
  /** Oldest first. */
  entries(): JournalEntry[];
  /** The latest entries with a violation, oldest first. Valid requests do not displace them. */
  violating(): JournalEntry[];
  reset(): void;
}

/** Called with each entry as it is written. */
export type Follower = (entry: JournalEntry | undefined) => void;

/** An entry before the journal has counted it. */
export type NewEntry = Omit<JournalEntry, "id" | "time" | "attempt">;

interface StoredEntry {
  readonly entry: NewEntry;
  readonly time: number;
  readonly id: number;
  readonly attempt: number | undefined;
}

/**
 * @param size - How many requests to keep. The oldest are dropped first.
 * @param secretHeaders - Lower-case names of the headers that are masked.
 */
export function createJournal(
  size: number,
  secretHeaders: ReadonlySet<string>,
): Journal {
  const all = createRing<StoredEntry>(size);
  const violating = createRing<StoredEntry>(size);
  const mask = createMask(secretHeaders);
  const attempts = new BoundedMap<string, number>(size);
  const followers = new Set<Follower>();
  let count = 0;

  function countAttempt(key: string | undefined): number | undefined {
    if (key === undefined) return undefined;
    const attempt = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, attempt);
    return attempt;
  }
  // Entries are put together, masked and dated for readers only, to keep requests fast.
  function show({ entry, time, id, attempt }: StoredEntry): JournalEntry {
    return mask({ id, time: new Date(time).toISOString(), attempt, ...entry });
  }

  function tell(entry: JournalEntry | undefined): void {
    for (const follower of followers) follower(entry);
  }

  return {
    follow(follower) {
      followers.add(follower);
      return () => followers.delete(follower);
    },
    add(entry, time) {
      count += 1;
      const attempt = countAttempt(entry.idempotencyKey);
      const stored = { entry, time, id: count, attempt };
      all.push(stored);
      if (entry.violations.length > 0) violating.push(stored);
      if (followers.size > 0) tell(show(stored));
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
      tell(undefined);
    },
  };
}

const filters = [
  "method",
  "path",
  "account",
  "idempotencyKey",
  "outcome",
  "status",
  "after",
] as const satisfies readonly (keyof RequestFilter)[];

/**
 * Creates the function that returns whether an entry matches the filter.
 *
 * @throws {@link MockServerConfigError} for an unknown field. A misspelled one would select no request.
 */
export function matches({
  after = 0,
  ...fields
}: RequestFilter): (entry: JournalEntry) => boolean {
  const known: readonly string[] = filters;
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new MockServerConfigError(
      `Unknown filter "${unknown}" of requests. The filters are ${filters.join(", ")}.`,
    );
  }
  const wanted = Object.entries(fields).filter(
    ([, value]) => value !== undefined,
  );
  return (entry) =>
    entry.id > after &&
    wanted.every(
      ([name, value]) => entry[name as keyof typeof fields] === value,
    );
}
