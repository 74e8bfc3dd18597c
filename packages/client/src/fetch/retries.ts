import type { Call } from "../call.js";
import { exchange } from "./exchange.js";
import { retryWait } from "./retry-wait.js";
import { sleep } from "./sleep.js";
import { withTimeLimit } from "./time-limit.js";

/** Makes attempts until one succeeds, or fails for a reason that would not pass. */
export async function sendWithRetries(
  call: Call,
  signal: AbortSignal,
): Promise<Response> {
  const { log } = call.config;
  for (;;) {
    const began = Date.now();
    let response: Response | undefined;
    let error: Error | undefined;
    let retryIn: number | undefined;
    const discards = (outcome: object) => {
      if (!signal.aborted) retryIn = retryWait(call, outcome);
      return retryIn !== undefined;
    };
    call.attempts++;
    log("debug", call);
    try {
      response = await withTimeLimit(call, "timeout", signal, (attemptSignal) =>
        exchange(call, attemptSignal, discards),
      );
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
    if (retryIn === undefined) {
      if (response) return response;
      throw error;
    }
    await sleep(retryIn, signal);
  }
}
