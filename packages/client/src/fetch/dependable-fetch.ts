import type { Call } from "../call.js";
import type { Config } from "../config.js";
import type { CallOptions } from "../options.js";
import { resolveRetryOptions } from "../retry-options.js";
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
  takesIdempotencyKey?: boolean,
) {
  const settings = resolveRetryOptions(options, config.retry);
  const authorized = withCredentials(
    createExchange(config, call),
    config,
    call,
  );
  const attempt = withTimeLimit(authorized, call, settings, "timeout");
  const attempts = withRetries(attempt, call, settings, config.log);
  const send = withTimeLimit(attempts, call, settings, "deadline");
  return async (request: Request) => {
    const { url, method, headers } = request;
    Object.assign(call, { url, method });
    if (takesIdempotencyKey) ensureIdempotencyKey(headers, call);
    // Without a key, repeating what is not idempotent by itself (RFC 9110, 9.2.2) may do it twice.
    else if (/POST|PATCH/.test(method)) settings.maxRetries = 0;
    const body = request.body && (await request.arrayBuffer());
    return send({ url, method, headers, body, signal: options.signal });
  };
}
