import { createRandom } from "./random.js";

/** What goes wrong with the next request. Without any of it, the fault is the status 500. */
export interface Fault {
  /** Answers with this status, 400 to 599, and an `ErrorResponse`. */
  readonly status?: number;
  /** The `Retry-After` header: seconds as a number, or an HTTP date as a string. Alone, with a 500. */
  readonly retryAfter?: number | string;
  /** Waits this many milliseconds before the answer. The clock's `advance` shortens the wait. */
  readonly delay?: number;
  /** Resets the connection instead of an answer. */
  readonly reset?: boolean;
  /** Sends half of the body, then resets the connection. */
  readonly truncate?: boolean;
  /** Answers with a body that is not JSON, under the `Content-Type` of JSON. */
  readonly malformed?: boolean;
  /** Sends the headers at once and the body in pieces, over this many milliseconds. */
  readonly slowBody?: number;
  /** Answers with this `Content-Type`. */
  readonly contentType?: string;
  /** Answers with an HTML page, as a proxy does; the status is 502 if none is given. */
  readonly html?: boolean;
  /**
   * Whether the request is processed before its answer is spoiled, so that a retry with the same
   * idempotency key is a replay.
   *
   * @default true for `delay`, `truncate`, `malformed`, `slowBody` and `contentType`; false as soon as
   * there is a `status`, `reset`, `html` or `retryAfter`, or none of those
   */
  readonly processed?: boolean;
  /**
   * How many requests it strikes.
   *
   * @default 1
   */
  readonly times?: number;
  /** Strikes only requests for this Account. */
  readonly account?: string;
  /** Strikes only requests with this API key, given without a prefix. */
  readonly apiKey?: string;
}

/** A share of all requests that is answered with a status, at random. */
export interface RandomFault {
  /** The status, 400 to 599. */
  readonly status: number;
  /** The probability, from 0 to 1. */
  readonly rate: number;
}

/** A fault that was asked for, and how often it has struck. */
export interface FaultCount {
  readonly fault: Fault;
  /** How many requests it has struck. */
  readonly struck: number;
  /** How many it will still strike. */
  readonly left: number;
}

/** The faults that wait for their request. */
export interface Faults {
  add(fault: Fault): void;
  /** The fault that strikes a request, if any; it is counted. */
  take(request: {
    account: string | undefined;
    apiKey: string | undefined;
  }): Fault | undefined;
  /** Every fault since the last reset, in the order in which they were asked for. */
  counts(): FaultCount[];
  reset(): void;
}

interface Entry {
  readonly fault: Fault;
  struck: number;
  left: number;
}

/** How many spent faults are kept for `counts`; the oldest go first. */
const rememberedFaults = 1_000;

/**
 * @param random - Faults that strike at random, after those asked for have had their turn.
 * @param seed - Makes chance reproducible.
 */
export function createFaults(
  random: readonly RandomFault[],
  seed: string | undefined,
): Faults {
  let entries: Entry[] = [];
  let next = createRandom(seed);

  return {
    add(fault) {
      entries.push({ fault, struck: 0, left: fault.times ?? 1 });
      if (entries.length > rememberedFaults) {
        const spent = entries.findIndex(({ left }) => left === 0);
        if (spent >= 0) entries.splice(spent, 1);
      }
    },
    take({ account, apiKey }) {
      const entry = entries.find(
        ({ fault, left }) =>
          left > 0 &&
          (fault.account === undefined || fault.account === account) &&
          (fault.apiKey === undefined || fault.apiKey === apiKey),
      );
      if (entry !== undefined) {
        entry.struck += 1;
        entry.left -= 1;
        return entry.fault;
      }
      if (random.length === 0) return undefined;
      let chance = next();
      for (const { status, rate } of random) {
        if (chance < rate) return { status };
        chance -= rate;
      }
      return undefined;
    },
    counts: () => entries.map((entry) => ({ ...entry })),
    reset() {
      entries = [];
      next = createRandom(seed);
    },
  };
}
