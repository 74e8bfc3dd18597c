import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { MelioApiError } from "../errors/api-error.js";
import { MelioError } from "../errors/melio-error.js";
import type { RetrySettings } from "../retry-options.js";
import { retryWait } from "./retry-wait.js";
import { sleep } from "./sleep.js";

/** Whether an attempt's outcome makes way for another one, see {@link retryWait}. */
export type Discards = (
  outcome: number | string,
  response?: Response,
) => boolean;

/** Makes attempts until one succeeds, or fails for a reason that would not pass. */
export async function withRetries(
  { log }: Config,
  call: Call,
  settings: RetrySettings,
  signal: AbortSignal | undefined,
  attempt: (discards: Discards) => Promise<Response>,
): Promise<Response> {
  const end = Date.now() + settings.deadline;
  for (;;) {
    const began = Date.now();
    let response: Response | undefined;
    let error: unknown;
    let retryIn: number | undefined;
    let kept: Response | undefined;
    const discards: Discards = (outcome, answer) => {
      const wait = retryWait(call.attempts, settings, outcome, answer?.headers);
      if (!signal?.aborted && Date.now() + wait < end) retryIn = wait;
      else kept = answer;
      return retryIn !== undefined;
    };
    call.attempts++;
    log?.("debug", call);
    try {
      response = await attempt(discards);
    } catch (reason) {
      response = kept; // has its status, though its body took too long
      if (!response) error = reason;
      if (error instanceof MelioError) discards(error.kind);
    }
    log?.(
      retryIn !== undefined ? "warn" : response?.ok ? "info" : "error",
      call,
      {
        status: (
          response ?? (error instanceof MelioApiError ? error : undefined)
        )?.status,
        error: (error as Error | undefined)?.name,
        duration: Date.now() - began,
        retryIn,
      },
    );
    if (retryIn !== undefined) await sleep(retryIn, signal);
    else if (response) return response;
    else throw error;
  }
}
