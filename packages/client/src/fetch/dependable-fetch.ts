import type { Call } from "../call.js";
import { idempotencyKeyHeader } from "../generated/contract.js";
import { sendWithRetries } from "./retries.js";
import { withTimeLimit } from "./time-limit.js";

/**
 * The `fetch` of one logical call, for openapi-fetch to send its request with. From the outside in:
 * deadline and caller's signal, retries, time limit of an attempt, API key, exchange.
 */
export const createDependableFetch =
  (call: Call, outer: AbortSignal | undefined) => async (request: Request) => {
    const { url, method, headers } = request;
    const body = request.body && (await request.arrayBuffer());
    if (call.takesIdempotencyKey) {
      // The caller's own, else a new one; the same on all attempts, which makes them safe to repeat.
      call.idempotencyKey =
        headers.get(idempotencyKeyHeader) ?? crypto.randomUUID();
      headers.set(idempotencyKeyHeader, call.idempotencyKey);
    }
    Object.assign(call, { url, method, headers, body });
    return withTimeLimit(call, "deadline", outer, (signal) =>
      sendWithRetries(call, signal),
    );
  };
