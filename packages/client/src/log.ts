import type { Call } from "./call.js";
import type {
  MelioClientOptions,
  MelioLogDetails,
  MelioLogger,
} from "./options.js";

/** From the least to the most, and none. */
const levels = ["debug", "info", "warn", "error", "off"] as const;

/** Hands the facts of an attempt on to the logger, if their level is asked for; missing if none is. */
export type Log =
  | ((
      level: keyof MelioLogger,
      call: Call,
      ending?: Partial<MelioLogDetails>,
    ) => void)
  | undefined;

export function createLog({
  logger,
  logLevel = logger ? "info" : "off",
}: MelioClientOptions): Log {
  const least = levels.indexOf(logLevel);
  if (logLevel === "off") return;
  return (level, call, ending) => {
    if (levels.indexOf(level) < least) return;
    const tell = async () =>
      (logger ?? console)[level](`${call.method} ${call.url}`, {
        ...call,
        ...ending,
      });
    tell().catch(() => {}); // who only looks on must not change how a call ends
  };
}
