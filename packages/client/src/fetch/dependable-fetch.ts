import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { MelioTimeoutError } from "../errors/timeout-error.js";
import { idempotencyKeyHeader } from "../generated/contract.js";
import type { Operation } from "../operation.js";
import type { RetrySettings } from "../retry-options.js";
import { authorize } from "./authorize.js";
import { exchange } from "./exchange.js";
import { withRetries } from "./retries.js";
import { withTimeLimit } from "./time-limit.js";

/**
 * The `fetch` of one logical call, for openapi-fetch to send its request with. From the outside in:
 * deadline and caller's signal, retries, time limit of an attempt, API key, exchange.
 */
export const createDependableFetch =
  (
    config: Config,
    call: Call,
    settings: RetrySettings & Operation,
    signal: AbortSignal | undefined,
  ) =>
  async (request: Request): Promise<Response> => {
    const { url, method, headers } = request;
    const body = request.body && (await request.arrayBuffer());
    Object.assign(call, { url, method });
    if (settings.idempotent) {
      // The caller's own, else a new one; the same on all attempts, which makes them safe to repeat.
      call.idempotencyKey =
        headers.get(idempotencyKeyHeader) ?? crypto.randomUUID();
      headers.set(idempotencyKeyHeader, call.idempotencyKey);
    }
    const limited = <T>(
      limit: "timeout" | "deadline",
      outer: AbortSignal | undefined,
      run: (signal: AbortSignal) => Promise<T>,
    ) =>
      withTimeLimit(
        settings[limit],
        () => new MelioTimeoutError(call, limit, settings[limit]),
        outer,
        run,
      );
    return limited("deadline", signal, (callSignal) =>
      withRetries(config, call, settings, callSignal, (discards) =>
        limited("timeout", callSignal, async (attemptSignal) =>
          exchange(
            config,
            call,
            {
              method,
              headers: await authorize(config, call, headers),
              body,
              signal: attemptSignal,
            },
            discards,
          ),
        ),
      ),
    );
  };
