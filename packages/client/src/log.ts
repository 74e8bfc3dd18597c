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

/** Passes the details of an attempt to the logger if their level is logged. `undefined` if none is. */
export type Log =
  | ((
      level: keyof MelioLogger,
      call: CallFacts,
      ending?: Ending,
      message?: string,
    ) => void)
  | undefined;

export function createLog({
  logger,
  logLevel = logger ? "info" : "off",
}: MelioClientOptions): Log {
  if (logLevel === "off") return;
  const least = logLevels.indexOf(logLevel);
  return (level, call, ending, message = describe(call, ending)) => {
    if (logLevels.indexOf(level) < least) return;
    // A logger must not change the outcome of a call
    callHook(() => (logger ?? console)[level](message, { ...call, ...ending }));
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
