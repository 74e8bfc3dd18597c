/** In milliseconds, 25 days. A timer with a longer delay fires at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * @param milliseconds - `Infinity` for no limit but the outer signal
 * @throws the outer signal's reason if it has aborted
 */
export function startTimeLimit(
  milliseconds: number,
  outer: AbortSignal | null | undefined,
): TimeLimit {
  outer?.throwIfAborted();
  return new TimeLimit(milliseconds, outer);
}

/** A running time limit. Whoever starts it must end it, so that no timer and no listener is left behind. */
export class TimeLimit {
  /** Whether the time is over. False if the outer signal aborted instead. */
  isOver = false;
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #stopListening: (() => void) | undefined;
  readonly #waiting = new Set<(reason: unknown) => void>();

  constructor(milliseconds: number, outer: AbortSignal | null | undefined) {
    if (milliseconds !== Infinity)
      this.#timer = setTimeout(
        () => {
          this.isOver = true;
          this.abort(new DOMException("The time is over", "TimeoutError"));
        },
        Math.min(milliseconds, longestTimer),
      );
    if (outer)
      this.#stopListening = onAbort(outer, () => this.abort(outer.reason));
  }

  /** Aborts when the time is over or the outer signal aborts. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Waits for the promise until the signal aborts, even if the promise ignores the signal.
   * @throws the signal's reason, or what the promise rejects with
   */
  within<T>(promise: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.signal.aborted) reject(this.signal.reason);
      this.#waiting.add(reject);
      promise.then(resolve, reject);
    });
  }

  /** Ends the limit. What runs within it goes on. */
  end(): void {
    clearTimeout(this.#timer);
    this.#stopListening?.();
  }

  /** Ends the limit and whatever runs within it. */
  abort(reason?: unknown): void {
    this.end();
    for (const reject of this.#waiting) reject(reason);
    this.#controller.abort(reason);
  }
}

/**
 * Waits for a promise that others may wait for too. An abort ends this wait only.
 * @throws the signal's reason if it aborts
 */
export async function untilAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | null | undefined,
): Promise<T> {
  const limit = startTimeLimit(Infinity, signal);
  try {
    return await limit.within(promise);
  } finally {
    limit.end();
  }
}

/**
 * @param milliseconds - how long to wait
 * @throws the signal's reason if it aborts first
 */
export async function sleep(
  milliseconds: number,
  signal: AbortSignal | null | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const limit = new TimeLimit(milliseconds, signal);
  await new Promise((resolve) => {
    limit.signal.addEventListener("abort", resolve);
  });
  signal?.throwIfAborted();
}

const listeners = new WeakMap<AbortSignal, Set<() => void>>();

function callListeners({ target }: Event): void {
  for (const listener of listeners.get(target as AbortSignal) ?? []) listener();
}

/**
 * Calls `listener` when the signal aborts, until you call the returned function. However many calls share
 * a signal, it has one listener, because Node warns about more than ten. After the last call it has none.
 */
function onAbort(signal: AbortSignal, listener: () => void): () => void {
  const all = listeners.get(signal) ?? new Set();
  listeners.set(signal, all.add(listener));
  signal.addEventListener("abort", callListeners); // the same one, so not twice
  return () => {
    all.delete(listener);
    if (all.size === 0) signal.removeEventListener("abort", callListeners);
  };
}
