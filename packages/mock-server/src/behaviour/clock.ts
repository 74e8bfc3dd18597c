/** The time that a mock server lives in: the real one, moved by what a test asks for. */
export interface Clock {
  /** Milliseconds since 1970, as `Date.now()`. */
  now(): number;
  /**
   * Moves the clock forward; delays that end before the new time end at once.
   *
   * @param ms - Milliseconds, not negative.
   * @throws RangeError if `ms` is not a number of at least 0, or leads past the year 5138.
   */
  advance(ms: number): void;
}
