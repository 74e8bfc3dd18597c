import type { Call } from "../call.js";
import { MelioTimeoutError } from "../errors/timeout-error.js";

/** In milliseconds, 25 days; a timer that is set for longer fires at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * Ends what it runs when the limit has passed or the outer signal aborts, whether the runtime's
 * `fetch` heeds the signal that it is given or not. Leaves no timer and no listener behind.
 */
export function withTimeLimit<T>(
  call: Call,
  limit: "timeout" | "deadline",
  outer: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const onAbort = () => controller.abort(outer?.reason);
  const timer = setTimeout(
    () => controller.abort(new MelioTimeoutError(call, limit)),
    Math.min(call[limit], longestTimer),
  );
  return new Promise<T>((resolve, reject) => {
    signal.onabort = () => reject(signal.reason);
    outer?.addEventListener("abort", onAbort);
    if (outer?.aborted) onAbort();
    else run(signal).then(resolve, reject);
  }).finally(() => {
    clearTimeout(timer);
    outer?.removeEventListener("abort", onAbort);
  });
}
