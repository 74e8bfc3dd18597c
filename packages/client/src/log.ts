import type { CallFacts } from "./call.js";
import type {
  MelioClientOptions,
  MelioLogDetails,
  MelioLogger,
} from "./options.js";

/** From the least to the most, and none. */
const levels = ["debug", "info", "warn", "error", "off"] as const;

/** How an attempt ended. */
type Ending = Partial<MelioLogDetails>;

/** Hands the facts of an attempt on to the logger, if their level is asked for; missing if none is. */
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
  const least = levels.indexOf(logLevel);
  if (logLevel === "off") return;
  return (level, call, ending, message = describe(call, ending)) => {
    if (levels.indexOf(level) < least) return;
    callHook(() => (logger ?? console)[level](message, { ...call, ...ending }));
  };
}

/** `POST https://…/auth/token: attempt 1 answered 503 after 12 ms, retried in 480 ms`. */
function describe(
  { method, url, attempts }: CallFacts,
  ending: Ending | undefined,
): string {
  const attempt = `${method} ${url}: attempt ${attempts}`;
  if (!ending) return `${attempt} begins`;
  const { status, error, duration = 0, retryIn } = ending;
  const outcome =
    status === undefined ? `failed: ${error}` : `answered ${status}`;
  const next =
    retryIn === undefined ? "" : `, retried in ${Math.round(retryIn)} ms`;
  return `${attempt} ${outcome} after ${Math.round(duration)} ms${next}`;
}

/** Calls a user's hook. Whatever goes wrong in it, now or later, is its own matter. */
export function callHook<Arguments extends unknown[]>(
  hook: ((...args: Arguments) => unknown) | undefined,
  ...args: Arguments
): void {
  const call = async () => hook?.(...args);
  call().catch(() => {});
}
