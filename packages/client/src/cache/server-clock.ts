/** A moment by the two clocks that a machine has. */
export interface Moment {
  readonly wall: number;
  readonly steady: number;
}

export const moment = (): Moment => ({
  wall: Date.now(),
  steady: performance.now(),
});

/**
 * How long ago a moment was, in milliseconds. The steady clock stands still while a machine sleeps or a
 * process is frozen, and the other one may be set back: the one that has gone further is right, or errs by
 * forgetting too early.
 */
export const since = ({ wall, steady }: Moment): number =>
  Math.max(Date.now() - wall, performance.now() - steady);

/**
 * The time by the server's clock, which decides when a token expires. This machine's may be wrong, or be
 * set while the process runs.
 */
export interface ServerClock {
  /** Takes the time from a response's `Date`. */
  hear(headers: Headers | undefined): void;
  /** Whether a server has told the time; until then {@link now} is this machine's. */
  readonly hasHeard: boolean;
  /** In milliseconds since 1970. */
  now(): number;
}

export function createServerClock(): ServerClock {
  let heard: { time: number; at: Moment } | undefined;
  return {
    hear(headers) {
      const time = Date.parse(headers?.get("Date") ?? "");
      heard = {
        // It has whole seconds, and so may be almost one more. A server that does not say goes by ours.
        time: Number.isNaN(time) ? Date.now() : time + 999,
        at: moment(),
      };
    },
    get hasHeard() {
      return heard !== undefined;
    },
    now: () => (heard ? heard.time + since(heard.at) : Date.now()),
  };
}
