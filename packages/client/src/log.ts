import { MelioConfigError } from "./errors/config-error.js";
import type { MelioClientOptions, MelioLogDetails } from "./options.js";

const levels = ["debug", "info", "warn", "error", "off"] as const;
type Level = Exclude<(typeof levels)[number], "off">;

/** Hands a line on to the logger if its level is asked for. */
export type Log = (
  level: Level,
  message: string,
  details: MelioLogDetails,
) => void;

export function createLog({
  logger,
  logLevel = logger ? "info" : "off",
}: MelioClientOptions): Log {
  const least = levels.indexOf(logLevel);
  if (least < 0)
    throw new MelioConfigError(`logLevel must be one of ${levels.join(", ")}.`);
  return (level, message, details) => {
    if (levels.indexOf(level) >= least)
      (logger ?? console)[level](message, details);
  };
}
