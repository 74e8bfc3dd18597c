// The test runner's fake timers replace the global ones; the date they may set, which tokens expire by.
import { clearTimeout, setTimeout } from "node:timers";
import { inspect } from "node:util";
import type { Clock } from "../messages.js";

/** The clock, with the methods that only the server uses. */
export interface ServerClock extends Clock {
  /**
   * Resolves when the clock has moved by `ms`, or when `signal` is aborted.
   * @throws {@link ResetWhileWaiting}
   */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Back to the real time. Who is still waiting belongs to an earlier test. */
  reset(): void;
}

/** The mock server was reset while a request waited. */
export class ResetWhileWaiting extends Error {}

/** Far below the limit of `Date`, however long a token is valid. */
const farthest = 1e14;

/** Creates a clock that starts at the real time. */
export function createClock(): ServerClock {
  let offset = 0;
  const waiting = new Set<{
    readonly until: number;
    readonly end: () => void;
    readonly fail: () => void;
  }>();
  const now = () => Date.now() + offset;

  return {
    now,
    advance(ms) {
      // In JavaScript, a text would be joined to the time instead of added.
      if (typeof ms !== "number" || !(ms >= 0 && ms <= farthest)) {
        throw new RangeError(
          `clock.advance(${inspect(ms)}): expected a number of milliseconds from 0 to ${farthest}. The clock cannot run backwards.`,
        );
      }
      if (now() + ms > farthest) {
        throw new RangeError(
          `clock.advance(${ms}): this would move the clock past the year 5138, which is not supported. Reset the mock server first.`,
        );
      }
      offset += ms;
      const current = now();
      for (const waiter of waiting) if (waiter.until <= current) waiter.end();
    },
    wait(ms, signal) {
      return new Promise((resolve, reject) => {
        const stop = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", end);
          waiting.delete(waiter);
        };
        const end = () => {
          stop();
          resolve();
        };
        const fail = () => {
          stop();
          reject(new ResetWhileWaiting());
        };
        const waiter = { until: now() + ms, end, fail };
        const timer = setTimeout(end, ms);
        waiting.add(waiter);
        signal.addEventListener("abort", end);
        if (signal.aborted) end();
      });
    },
    reset() {
      offset = 0;
      for (const waiter of waiting) waiter.fail();
    },
  };
}
