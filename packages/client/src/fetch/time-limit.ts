import type { Call } from "../call.js";
import { MelioTimeoutError } from "../errors/timeout-error.js";
import { longestTimer, type RetrySettings } from "../retry-options.js";
import { onAbort } from "./on-abort.js";

/**
 * Ends what it runs when the limit has passed or the outer signal aborts, whether the runtime's
 * `fetch` heeds the signal that it is given or not. Leaves no timer and no listener behind.
 */
export function withTimeLimit<T>(
  call: Call,
  settings: RetrySettings,
  limit: "timeout" | "deadline",
  outer: AbortSignal | null | undefined,
  run: (signal?: AbortSignal) => Promise<T>,
): Promise<T> {
  if (!outer && settings[limit] === longestTimer) return run(); // a controller takes its time
  return new Promise<T>((resolve, reject) => {
    outer?.throwIfAborted();
    const controller = new AbortController();
    const end =
      <V>(settle: (value: V) => void) =>
      (value: V) => {
        clearTimeout(timer);
        stopListening?.();
        settle(value);
      };
    const stop = (reason: unknown) => {
      end(reject)(reason);
      controller.abort(reason);
    };
    const timer = setTimeout(
      () => stop(new MelioTimeoutError(call, limit, settings[limit])),
      settings[limit],
    );
    const stopListening = outer && onAbort(outer, () => stop(outer.reason));
    run(controller.signal).then(end(resolve), end(reject));
  });
}
