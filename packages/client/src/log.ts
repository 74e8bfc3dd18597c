import type { CallFacts } from "./call.js";
import type {
  MelioClientOptions,
  MelioLogDetails,
  MelioLogger,
} from "./options.js";

/** The methods of a logger, from the lowest level to the highest. */
export const logLevels = ["debug", "info", "warn", "error"] as const;

/** How an attempt ended. */
type Ending = Partial<MelioLogDetails>;

/** Passes what is to be logged to the logger. `undefined` if nothing is. */
export interface Log {
  /** How an attempt ended; without `ending`, that it starts. */
  attempt(level: keyof MelioLogger, call: CallFacts, ending?: Ending): void;
  /** @param url - the URL that the warning is about */
  warn(message: string, url: string): void;
}

export function createLog({
  logger,
  logLevel = logger ? "info" : "off",
}: MelioClientOptions): Log | undefined {
  if (logLevel === "off") return undefined;
  const least = logLevels.indexOf(logLevel);
  const isLogged = (level: keyof MelioLogger) =>
    logLevels.indexOf(level) >= least;
  const write = (
    level: keyof MelioLogger,
    message: string,
    details: MelioLogDetails,
  ) =>
    // A logger must not change the outcome of a call.
    callHook(() => (logger ?? console)[level](message, details));
  return {
    attempt(level, call, ending) {
      if (isLogged(level))
        write(level, describe(call, ending), { ...call, ...ending });
    },
    warn(message, url) {
      const none = { method: "", idempotencyKey: undefined, attempts: 0 };
      if (isLogged("warn")) write("warn", message, { ...none, url });
    },
  };
}

/** `POST https://…/auth/token: attempt 1 returned 503 after 12 ms, retrying in 480 ms`. */
function describe(
  { method, url, attempts }: CallFacts,
  ending: Ending | undefined,
): string {
  const attempt = `${method} ${url}: attempt ${attempts}`;
  if (!ending) return `${attempt} starts`;
  const { status, error, duration = 0, retryIn } = ending;
  const outcome =
    status === undefined ? `failed: ${error}` : `returned ${status}`;
  const next =
    retryIn === undefined ? "" : `, retrying in ${Math.round(retryIn)} ms`;
  return `${attempt} ${outcome} after ${Math.round(duration)} ms${next}`;
}

/** Calls a user's hook, and ignores whatever it throws or rejects with. */
export function callHook<Arguments extends unknown[]>(
  hook: ((...args: Arguments) => unknown) | undefined,
  ...args: Arguments
): void {
  const call = async () => hook?.(...args);
  call().catch(() => {});
}
