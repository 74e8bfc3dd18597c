import { onAbort } from "./on-abort.js";

/**
 * Waits, in milliseconds. When the signal aborts, the timer is gone and the wait never ends: who
 * began it has been told by then, see `withTimeLimit`.
 */
export const sleep = (milliseconds: number, signal: AbortSignal | undefined) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    if (signal) onAbort(signal, () => clearTimeout(timer));
  });
