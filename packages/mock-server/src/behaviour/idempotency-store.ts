import type { ContractResponse } from "../contract/contract-messages.js";

/** What is known of an idempotency key. */
export type IdempotencyState =
  | {
      readonly kind: "new";
      /** Keeps the answer for replays. */
      complete(response: ContractResponse): void;
      /** Forgets the reservation, since its answer must not be replayed. */
      release(): void;
    }
  /** The first request with this key is still being processed. */
  | { readonly kind: "in-flight" }
  /** The key came before with another request. */
  | { readonly kind: "reused"; readonly differences: readonly string[] }
  | { readonly kind: "done"; readonly response: ContractResponse };

/** The parts of a request that must be the same when its key is used again. */
export type Fingerprint = Readonly<Record<string, string>>;

/** Remembers which request each idempotency key belongs to, and what it was answered. */
export interface IdempotencyStore {
  /** What to do with a request; a new key is reserved for it. */
  begin(key: string, fingerprint: Fingerprint, now: number): IdempotencyState;
  reset(): void;
}

interface Entry {
  readonly fingerprint: Fingerprint;
  readonly expires: number;
  response?: ContractResponse;
}

/** How many keys are remembered; the oldest go first. */
const rememberedKeys = 10_000;

/** @param ttl - How long a key is remembered, in milliseconds. */
export function createIdempotencyStore(ttl: number): IdempotencyStore {
  // A Map keeps insertion order, so its first key is the oldest.
  const entries = new Map<string, Entry>();

  return {
    begin(key, fingerprint, now) {
      const entry = entries.get(key);
      if (entry === undefined || entry.expires <= now) {
        entries.delete(key);
        if (entries.size >= rememberedKeys) {
          entries.delete(entries.keys().next().value as string);
        }
        const reserved: Entry = { fingerprint, expires: now + ttl };
        entries.set(key, reserved);
        return {
          kind: "new",
          complete(response) {
            reserved.response = response;
          },
          release() {
            // A reset may have given the key to another request meanwhile.
            if (entries.get(key) === reserved) entries.delete(key);
          },
        };
      }
      const differences = Object.keys(fingerprint).filter(
        (part) => fingerprint[part] !== entry.fingerprint[part],
      );
      if (differences.length > 0) return { kind: "reused", differences };
      return entry.response === undefined
        ? { kind: "in-flight" }
        : { kind: "done", response: entry.response };
    },
    reset() {
      entries.clear();
    },
  };
}
