import { vi } from "vitest";

interface Entry {
  value: unknown;
  /** When it is gone: milliseconds since 1970. */
  until: number;
}

/** A store with Keyv's shape, whose entries a test can see and spoil. */
export function createMapStore() {
  const entries = new Map<string, Entry>();
  return {
    entries,
    get: vi.fn(async (key: string): Promise<unknown> => {
      const entry = entries.get(key);
      return entry && Date.now() < entry.until ? entry.value : undefined;
    }),
    set: vi.fn(async (key: string, value: unknown, timeToLive: number) => {
      entries.set(key, { value, until: Date.now() + timeToLive });
    }),
  };
}

/** The entries that are tokens, by their keys; the others are words. */
export const tokensIn = ({ entries }: { entries: Map<string, Entry> }) =>
  [...entries].filter(([key]) => key.includes(":token:"));
