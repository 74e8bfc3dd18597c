import { onAbort } from "./fetch/on-abort.js";

/** Waits for what many may wait for; an abort ends this one wait alone. */
export function orAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | null | undefined,
): Promise<T> {
  if (!signal) return promise;
  let stopListening: (() => void) | undefined;
  return new Promise<T>((resolve, reject) => {
    stopListening = onAbort(signal, () => reject(signal.reason));
    promise.then(resolve, reject);
  }).finally(stopListening);
}
