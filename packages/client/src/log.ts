import type { Call } from "./call.js";
import { MelioConfigError } from "./errors/config-error.js";
import type { MelioClientOptions, MelioLogDetails } from "./options.js";

const levels = ["debug", "info", "warn", "error", "off"] as const;
type Level = Exclude<(typeof levels)[number], "off">;

/** How an attempt ended. */
type Ending = Pick<
  MelioLogDetails,
  "status" | "error" | "duration" | "retryIn"
>;

/** Hands the facts of an attempt on to the logger, if their level is asked for. */
export type Log = (level: Level, call: Call, ending?: Ending) => void;

export function createLog({
  logger,
  logLevel = logger ? "info" : "off",
}: MelioClientOptions): Log {
  const least = levels.indexOf(logLevel);
  if (least < 0)
    throw new MelioConfigError(`logLevel must be one of ${levels.join(", ")}`);
  return (
    level,
    { method, url, attempts: attempt, idempotencyKey },
    ending,
  ) => {
    if (levels.indexOf(level) < least) return;
    const details = {
      method,
      url,
      attempt,
      idempotencyKey,
      ...ending,
    } as MelioLogDetails;
    (logger ?? console)[level](
      `${method} ${url} ${ending?.status ?? ending?.error ?? ""}`,
      details,
    );
  };
}
