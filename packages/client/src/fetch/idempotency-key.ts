import type { Call } from "../call.js";
import { idempotencyKeyHeader } from "../generated/contract.js";
import { checkHeaderValue } from "../headers.js";

const header = idempotencyKeyHeader.toLowerCase();

/**
 * Gives the call its idempotency key: the caller's own, else a new one. All attempts carry it, which
 * makes them safe to repeat (IETF draft "The Idempotency-Key HTTP Header Field").
 */
export function ensureIdempotencyKey(
  call: Call,
  headers: Record<string, string>,
): void {
  const given = headers[header];
  if (given !== undefined) checkHeaderValue(idempotencyKeyHeader, given);
  call.idempotencyKey = headers[header] =
    given ?? call.idempotencyKey ?? crypto.randomUUID(); // middleware may have lost it
}
