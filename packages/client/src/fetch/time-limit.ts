import type { Call } from "../call.js";
import { MelioTimeoutError } from "../errors/timeout-error.js";
import type { RetrySettings } from "../retry-options.js";
import type { Send } from "./send.js";

/** Timers fire at once beyond this, 25 days in milliseconds. */
const longestTimer = 2 ** 31 - 1;

/**
 * Ends what follows when the limit has passed or the request's signal aborts, whether the runtime's
 * `fetch` heeds its own signal or not. Leaves no timer and no listener behind.
 */
export function withTimeLimit(
  next: Send,
  call: Call,
  settings: RetrySettings,
  limit: "timeout" | "deadline",
): Send {
  return ({ signal: outer, ...request }) => {
    const controller = new AbortController();
    const { signal } = controller;
    const onAbort = () => controller.abort(outer?.reason);
    const onTimeout = () =>
      controller.abort(new MelioTimeoutError(call, limit, settings[limit]));
    const timer = setTimeout(
      onTimeout,
      Math.min(settings[limit], longestTimer),
    );
    return new Promise<Response>((resolve, reject) => {
      signal.onabort = () => reject(signal.reason);
      outer?.addEventListener("abort", onAbort);
      if (outer?.aborted) onAbort();
      else next({ ...request, signal }).then(resolve, reject);
    }).finally(() => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", onAbort);
    });
  };
}
