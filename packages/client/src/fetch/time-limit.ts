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
  return (request) => {
    const { signal: outer } = request;
    if (limit > longestTimer && !outer) return next(request);
    return new Promise((resolve, reject) => {
      const controller = new AbortController();
      const settle = <T>(finish: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(timer);
          outer?.removeEventListener("abort", onAbort);
          finish(value);
        };
      };
      const fail = settle((reason: unknown) => {
        reject(reason);
        controller.abort(reason);
      });
      const onAbort = () => fail(outer?.reason);
      const timer =
        limit > longestTimer
          ? undefined
          : setTimeout(() => fail(timeoutError()), limit);
      if (outer?.aborted) return onAbort();
      outer?.addEventListener("abort", onAbort);
      next({ ...request, signal: controller.signal }).then(
        settle(resolve),
        settle(reject),
      );
    });
  };
}
