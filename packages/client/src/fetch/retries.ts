import type { Call } from "../call.js";
import type { Config } from "../config.js";
import type { RetrySettings } from "../retry-options.js";
import { retryWait } from "./retry-wait.js";
import { sleep } from "./sleep.js";

/** Makes attempts until one succeeds, or fails for a reason that would not pass. */
export async function withRetries(
  { log }: Config,
  call: Call,
  settings: RetrySettings,
  signal: AbortSignal,
  attempt: (discards: (response: Response) => boolean) => Promise<Response>,
): Promise<Response> {
  for (;;) {
    const began = Date.now();
    let response: Response | undefined;
    let error: Error | undefined;
    let retryIn: number | undefined;
    const discards = (outcome: object) => {
      if (!signal.aborted)
        retryIn = retryWait(call.attempts, settings, outcome);
      return retryIn !== undefined;
    };
    call.attempts++;
    log("debug", call);
    try {
      response = await attempt(discards);
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
    if (retryIn !== undefined) await sleep(retryIn, signal);
    else if (response) return response;
    else throw error;
  }
}
