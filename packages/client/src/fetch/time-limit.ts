import type { Send } from "./send.js";

const longestTimer = 2 ** 31 - 1;

/**
 * Ends what follows when the limit (in milliseconds) has passed or the request's signal aborts,
 * whether the runtime's `fetch` heeds its own signal or not. Leaves no timer and no listener behind.
 */
export function withTimeLimit(
  next: Send,
  limit: number,
  timeoutError: () => Error,
): Send {
  return async ({ signal: outer, ...request }) => {
    outer?.throwIfAborted();
    const controller = new AbortController();
    const { signal } = controller;
    const onAbort = () => controller.abort(outer?.reason);
    outer?.addEventListener("abort", onAbort);
    const timer =
      limit <= longestTimer &&
      setTimeout(() => controller.abort(timeoutError()), limit);
    try {
      return await Promise.race([
        next({ ...request, signal }),
        new Promise<never>((_, reject) => {
          signal.onabort = () => reject(signal.reason);
        }),
      ]);
    } finally {
      clearTimeout(timer || undefined);
      outer?.removeEventListener("abort", onAbort);
    }
  };
}
