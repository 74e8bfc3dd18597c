import type { Call } from "../call.js";
import { idempotencyKeyHeader } from "../generated/contract.js";

/**
 * Gives the call its idempotency key: the caller's own, else a new one. All attempts carry it, which
 * makes them safe to repeat (IETF draft "The Idempotency-Key HTTP Header Field").
 */
export function ensureIdempotencyKey(
  call: Call,
  headers: Record<string, string>,
): void {
  const name = idempotencyKeyHeader.toLowerCase();
  call.idempotencyKey = headers[name] ??= crypto.randomUUID();
}
