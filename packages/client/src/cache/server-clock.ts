/** A moment by both clocks of a machine. */
export interface Moment {
  readonly wall: number;
  readonly steady: number;
}

export const moment = (): Moment => ({
  wall: Date.now(),
  steady: performance.now(),
});

/**
 * Returns how long ago a moment was, in milliseconds. The steady clock stops while a machine sleeps or a
 * process is frozen, and the wall clock may be set back. The larger difference is right, or expires a
 * token too early, which is safe.
 */
export const since = ({ wall, steady }: Moment): number =>
  Math.max(Date.now() - wall, performance.now() - steady);

/**
 * The server's clock, which decides when a token expires. This machine's clock may be wrong, or may be
 * set while the process runs.
 */
export interface ServerClock {
  /**
   * Learns the time from the `Date` of a response.
   *
   * @param sentAt - when its request was sent, by this machine's clock. `Date` was written after that, so
   *   the time may be set early by as long as the request took, but never late
   */
  hear(headers: Headers | undefined, sentAt: number | undefined): void;
  /**
   * Whether it has learned the server's time. Until then, {@link now} is this machine's time, which may be wrong. So
   * for a token from the store only the store's own expiry counts.
   */
  readonly hasHeard: boolean;
  /** In milliseconds since 1970. */
  now(): number;
}

export function createServerClock(): ServerClock {
  let heard: { time: number; at: Moment } | undefined;
  return {
    hear(headers, sentAt = Date.now()) {
      const time = Date.parse(headers?.get("Date") ?? "");
      const { wall, steady } = moment();
      const taken = Math.max(wall - sentAt, 0);
      const at = { wall: wall - taken, steady: steady - taken };
      // `Date` has whole seconds, so the time may be almost one more. Without it, use this machine's.
      heard = { time: Number.isNaN(time) ? at.wall : time + 999, at };
    },
    get hasHeard() {
      return heard !== undefined;
    },
    now: () => (heard ? heard.time + since(heard.at) : Date.now()),
  };
}
