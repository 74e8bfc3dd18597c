import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { MelioTimeoutError } from "../errors/timeout-error.js";
import type { CallOptions } from "../options.js";
import { resolveRetryOptions } from "../retry-options.js";
import { withCredentials } from "./credentials.js";
import { createExchange } from "./exchange.js";
import { ensureIdempotencyKey } from "./idempotency-key.js";
import { withRetries } from "./retries.js";
import type { Send } from "./send.js";
import { withTimeLimit } from "./time-limit.js";

/**
 * The `fetch` of one logical call, for openapi-fetch to send its request with. From the outside in:
 * deadline and caller's signal, retries, time limit of an attempt, credentials, exchange.
 */
export function createDependableFetch(
  config: Config,
  call: Call,
  options: CallOptions,
  takesIdempotencyKey?: boolean,
) {
  const settings = resolveRetryOptions(options, config.retry);
  const limited = (next: Send, limit: "timeout" | "deadline") =>
    withTimeLimit(
      next,
      settings[limit],
      () => new MelioTimeoutError(call, limit, settings[limit]),
    );
  const attempt = limited(
    withCredentials(createExchange(config, call), config, call),
    "timeout",
  );
  const send = limited(
    withRetries(attempt, call, settings, config.log),
    "deadline",
  );
  return async (request: Request) => {
    const { url, method, headers } = request;
    Object.assign(call, { url, method });
    if (takesIdempotencyKey) ensureIdempotencyKey(headers, call);
    // Without a key, repeating what is not idempotent by itself (RFC 9110, 9.2.2) may do it twice.
    else if (/^(POST|PATCH)$/.test(method)) settings.maxRetries = 0;
    const body = request.body ? await request.arrayBuffer() : undefined;
    return send({ url, method, headers, body, signal: options.signal });
  };
}
