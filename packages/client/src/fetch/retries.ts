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
    for (;;) {
      const began = Date.now();
      let response: Response | undefined;
      let error: Error | undefined;
      let retryIn: number | undefined;
      const discards = (outcome: object) => {
        if (!request.signal?.aborted)
          retryIn = retryWait(outcome, call.attempts, settings);
        return retryIn !== undefined;
      };
      call.attempts++;
      log("debug", call);
      try {
        response = await next({ ...request, discards });
      } catch (reason) {
        error = reason as Error;
        discards(error);
      }
      log(
        retryIn !== undefined ? "warn" : response?.ok ? "info" : "error",
        call,
        {
          status: response?.status,
          error: error?.name,
          duration: Date.now() - began,
          retryIn,
        },
      );
      if (retryIn !== undefined) await sleep(retryIn, request.signal);
      else if (response) return response;
      else throw error;
    }
  };
}
