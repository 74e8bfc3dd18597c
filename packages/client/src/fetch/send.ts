import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { idempotencyKeyHeader } from "../generated/contract.js";
import type { Operation } from "../operation.js";
import type { Outgoing } from "../request.js";
import type { RetrySettings } from "../retry-options.js";
import { authorize } from "./authorize.js";
import { exchange } from "./exchange.js";
import { withRetries } from "./retries.js";
import { withTimeLimit } from "./time-limit.js";

/**
 * Sends the request of one logical call. From the outside in: deadline and caller's signal, retries,
 * time limit of an attempt, API key, exchange.
 */
export function sendDependably(
  config: Config,
  call: Call,
  settings: RetrySettings & Operation,
  outgoing: Outgoing,
): Promise<Response> {
  const { headers } = outgoing;
  if (settings.idempotent) {
    // The caller's own, else a new one; the same on all attempts, which makes them safe to repeat.
    call.idempotencyKey =
      headers.get(idempotencyKeyHeader) ?? crypto.randomUUID();
    headers.set(idempotencyKeyHeader, call.idempotencyKey);
  }
  return withTimeLimit(
    call,
    settings,
    "deadline",
    outgoing.signal,
    (callSignal) =>
      withRetries(config, call, settings, callSignal, (discards) =>
        withTimeLimit(call, settings, "timeout", callSignal, async (signal) => {
          const authorized = await authorize(config, call, outgoing);
          return exchange(
            config,
            call,
            { ...outgoing, headers: authorized, signal },
            discards,
          );
        }),
      ),
  );
}
