import { type Call, nameOf } from "../call.js";
import type { Log } from "../log.js";

/** Logs that an attempt begins; what it returns logs how it ended, and when the next one follows. */
export type AttemptLog = (
  call: Call,
) => (outcome: unknown, retryIn?: number) => void;

export const createAttemptLog =
  (log: Log): AttemptLog =>
  (call) => {
    const { method, url, attempts: attempt, idempotencyKey } = call;
    const facts = { method, url, attempt, idempotencyKey };
    const began = Date.now();
    log("debug", `${nameOf(call)}: attempt ${attempt}`, facts);
    return (outcome, retryIn) => {
      const { ok, status, name } = (outcome ?? {}) as Partial<Response & Error>;
      const duration = Date.now() - began;
      const level = ok ? "info" : retryIn === undefined ? "error" : "warn";
      const next =
        retryIn === undefined ? "" : `; next in ${Math.round(retryIn)} ms`;
      log(
        level,
        `${nameOf(call)}: attempt ${attempt} ended with ${status ?? name} in ${duration} ms${next}`,
        { ...facts, duration, status, retryIn },
      );
    };
  };
