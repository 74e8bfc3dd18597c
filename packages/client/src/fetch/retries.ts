import type { Call } from "../call.js";
import type { Log } from "../log.js";
import type { RetrySettings } from "../retry-options.js";
import { retryWait } from "./retry-wait.js";
import type { Send } from "./send.js";
import { sleep } from "./sleep.js";

/** Repeats an attempt that failed for a reason which may pass. */
export function withRetries(
  next: Send,
  call: Call,
  settings: RetrySettings,
  log: Log,
): Send {
  return async (request) => {
    const { signal } = request;
    const end = Date.now() + settings.deadline;
    for (;;) {
      const began = Date.now();
      let response: Response | undefined;
      let error: unknown;
      let retryIn: number | undefined;
      const discards = (outcome: unknown) => {
        const wait = retryWait(outcome, call.attempts, settings);
        if (!signal?.aborted && Date.now() + wait < end) retryIn = wait;
        return retryIn !== undefined;
      };
      call.attempts++;
      log("debug", call);
      try {
        response = await next({ ...request, discards });
      } catch (reason) {
        error = reason;
        discards(reason);
      }
      log(
        retryIn !== undefined ? "warn" : response?.ok ? "info" : "error",
        call,
        {
          status: response?.status,
          error: (error as Error | undefined)?.name,
          duration: Date.now() - began,
          retryIn,
        },
      );
      if (retryIn !== undefined) await sleep(retryIn, signal);
      else if (response) return response;
      else throw error;
    }
  };
}
