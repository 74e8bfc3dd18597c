/**
 * Ends what it runs when the limit, in milliseconds, has passed or the outer signal aborts, whether
 * the runtime's `fetch` heeds the signal that it is given or not. Leaves no timer and no listener.
 */
export function withTimeLimit<T>(
  limit: number,
  timeoutError: () => Error,
  outer: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const onAbort = () => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(timeoutError()), limit);
  return new Promise<T>((resolve, reject) => {
    outer?.throwIfAborted();
    outer?.addEventListener("abort", onAbort);
    signal.onabort = () => reject(signal.reason);
    run(signal).then(resolve, reject);
  }).finally(() => {
    clearTimeout(timer);
    outer?.removeEventListener("abort", onAbort);
  });
}
