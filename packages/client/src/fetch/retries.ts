import type { Call } from "../call.js";
import type { RetrySettings } from "../retry-options.js";
import type { AttemptLog } from "./attempt-log.js";
import { retryWait } from "./retry-wait.js";
import type { Send } from "./send.js";
import { sleep } from "./sleep.js";

/** Repeats an attempt that failed for a reason which may pass. */
export function withRetries(
  next: Send,
  call: Call,
  { maxRetries, maxRetryAfter, deadline }: RetrySettings,
  beginAttempt: AttemptLog,
): Send {
  return async (request) => {
    const { signal } = request;
    const end = Date.now() + deadline;
    for (;;) {
      const attempt = ++call.attempts;
      const endAttempt = beginAttempt(call);
      let wait: number | undefined;
      const discards = (outcome: unknown) => {
        wait =
          attempt > maxRetries
            ? undefined
            : retryWait(outcome, attempt, maxRetryAfter);
        if (signal?.aborted || Date.now() + (wait ?? 0) >= end)
          wait = undefined;
        return wait !== undefined;
      };
      try {
        const response = await next({ ...request, discards });
        endAttempt(response, wait);
        if (wait === undefined) return response;
      } catch (error) {
        discards(error);
        endAttempt(error, wait);
        if (wait === undefined) throw error;
      }
      await sleep(wait, signal);
    }
  };
}
