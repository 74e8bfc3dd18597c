import type { Call } from "../call.js";
import type { Config } from "../config.js";
import type { Outgoing } from "../request.js";
import type { RetrySettings } from "../retry-options.js";
import { exchange } from "./exchange.js";
import { withRetries } from "./retries.js";
import { withTimeLimit } from "./time-limit.js";

/**
 * Sends the request of one logical call. From the outside in: deadline and caller's signal, retries,
 * time limit of an attempt, API key, exchange.
 */
export const sendDependably = (
  config: Config,
  call: Call,
  settings: RetrySettings,
  outgoing: Outgoing,
): Promise<Response> =>
  withTimeLimit(call, settings, "deadline", outgoing.signal, (callSignal) =>
    withRetries(config, call, settings, callSignal, (discards) =>
      withTimeLimit(call, settings, "timeout", callSignal, (signal) =>
        exchange(config, call, outgoing, signal, discards),
      ),
    ),
  );
