import type { Call } from "../call.js";
import { idempotencyKeyHeader } from "../generated/contract.js";

/**
 * Gives the call its idempotency key before the first attempt: the caller's own, else a new one.
 * All attempts then carry it, which is what makes a `POST` safe to repeat (IETF draft "The
 * Idempotency-Key HTTP Header Field").
 */
export function ensureIdempotencyKey(headers: Headers, call: Call): void {
  call.idempotencyKey =
    headers.get(idempotencyKeyHeader) || crypto.randomUUID();
  headers.set(idempotencyKeyHeader, call.idempotencyKey);
}
