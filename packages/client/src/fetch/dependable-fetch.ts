import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { MelioTimeoutError } from "../errors/timeout-error.js";
import type { CallOptions } from "../options.js";
import { resolveRetryOptions } from "../retry-options.js";
import { createAttemptLog } from "./attempt-log.js";
import { withCredentials } from "./credentials.js";
import { createExchange } from "./exchange.js";
import { ensureIdempotencyKey } from "./idempotency-key.js";
import { withRetries } from "./retries.js";
import { withTimeLimit } from "./time-limit.js";

/**
 * The `fetch` of one logical call, for openapi-fetch to send its request with. From the outside in:
 * deadline and caller's signal, retries, time limit of an attempt, credentials, exchange.
 */
export function createDependableFetch(
  config: Config,
  call: Call,
  options: CallOptions,
  takesIdempotencyKey: boolean,
) {
  const settings = resolveRetryOptions(options, config.retry);
  const { timeout, deadline } = settings;
  // Without a key, repeating what is not idempotent by itself (RFC 9110, 9.2.2) may do it twice.
  if (!takesIdempotencyKey && /^(POST|PATCH)$/.test(call.method))
    settings.maxRetries = 0;
  const exchange = createExchange(config, call);
  const attempt = withTimeLimit(
    withCredentials(exchange, config, call),
    timeout,
    () => new MelioTimeoutError(call, "timeout", timeout),
  );
  const send = withTimeLimit(
    withRetries(attempt, call, settings, createAttemptLog(config.log)),
    deadline,
    () => new MelioTimeoutError(call, "deadline", deadline),
  );
  return async (request: Request) => {
    const { url, method, headers } = request;
    call.url = url;
    if (takesIdempotencyKey) ensureIdempotencyKey(headers, call);
    const body = request.body ? await request.arrayBuffer() : undefined;
    return send({ url, method, headers, body, signal: options.signal });
  };
}
