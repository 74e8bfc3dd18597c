import { MockServerConfigError } from "./config-error.js";
import type { RandomFault } from "./messages.js";
import type {
  KnownApiKey,
  MockServerOptions,
  RuntimeOptions,
} from "./options.js";

/** How an option is checked, and its flag on the command line. */
export interface OptionRule {
  readonly accepts: (value: unknown) => boolean;
  /** Completes the message "tokenTtl: expected …". */
  readonly expected: string;
  /** Whether messages may quote the value. Otherwise it may be a secret. */
  readonly isQuoted?: boolean;
  /** Throws for what `accepts` does not check. */
  readonly check?: (value: never) => void;
  /** Parses the text of a flag. If the flag can be repeated, adds it to the previous values. */
  readonly parse?: Parse;
  readonly flag?: OptionFlag;
}

/** The flag of an option in the command `melio-mock`. */
export interface OptionFlag {
  /** As in the help: `-p, --port <port>`. */
  readonly flags: string;
  readonly help: string;
  /** If it differs from the option's default. */
  readonly default?: unknown;
}

/** @throws {@link MockServerConfigError} if the text is invalid. */
export type Parse = (text: string, before: never) => unknown;

/** The longest time that a Node timer can wait, in milliseconds. */
export const longestTimeout = 2 ** 31 - 1;

/** In milliseconds, three thousand years. A later expiry is not a valid date. */
const longestTtl = 1e14;

/** The defaults of the options. */
export const defaults = {
  port: 0,
  host: "127.0.0.1",
  tokenTtl: 3_600_000,
  idempotencyTtl: 86_400_000,
  randomFaults: [],
  journalSize: 1_000,
  control: true,
  allowHosts: [],
  cors: false,
  keepAlive: 5_000,
} as const satisfies MockServerOptions;

/** The options with their defaults. */
export type ResolvedOptions = MockServerOptions &
  Required<Pick<MockServerOptions, keyof typeof defaults>>;

const flag: OptionRule = {
  accepts: (value) => typeof value === "boolean",
  expected: "true or false",
};

/** The one place that says which values each option accepts. {@link MockServerOptions} documents them. */
export const optionTable: Readonly<
  Record<keyof MockServerOptions, OptionRule>
> = {
  port: {
    ...wholeNumber(0, 65_535),
    flag: {
      flags: "-p, --port <port>",
      help: "port to listen on; 0 picks a free one",
      default: 4010,
    },
  },
  host: {
    accepts: isText,
    expected: 'an address, for example "127.0.0.1"',
    flag: { flags: "--host <address>", help: "address to listen on" },
  },
  spec: {
    accepts: (value) => isText(value) || isObject(value),
    expected: "the path of an OpenAPI document, or the document as an object",
    flag: {
      flags: "--spec <file>",
      help: "OpenAPI document to serve, JSON or YAML (default: Melio's)",
    },
  },
  apiKeys: {
    accepts: Array.isArray,
    expected:
      'an array, for example ["key-1", { key: "key-2", accounts: ["acc_1"] }]',
    check: checkApiKeys,
    flag: {
      flags: "--api-key <key[=accounts]>",
      help: "API key to accept, and the Accounts it may act for; can be repeated (default: any key)",
    },
    parse: parseApiKey,
  },
  tokenTtl: {
    ...wholeNumber(1, longestTtl),
    flag: {
      flags: "--token-ttl <ms>",
      help: "how long a token is valid",
    },
  },
  idempotencyTtl: {
    ...wholeNumber(1, longestTtl),
    flag: {
      flags: "--idempotency-ttl <ms>",
      help: "how long an idempotency key is remembered",
    },
  },
  seed: {
    accepts: (value) => typeof value === "string",
    expected: "a string",
    flag: {
      flags: "--seed <text>",
      help: "make tokens and random faults reproducible",
    },
  },
  randomFaults: {
    accepts: (value) => Array.isArray(value) && value.every(isObject),
    expected: "an array, for example [{ status: 503, rate: 0.1 }]",
    check: checkRandomFaults,
    flag: {
      flags: "--fail <status:rate>",
      help: "share of requests that fail at random, such as 503:0.1 for 10%; can be repeated",
    },
    parse: parseRandomFault,
  },
  journalSize: {
    ...wholeNumber(1, 1_000_000),
    flag: {
      flags: "--journal-size <n>",
      help: "how many requests the journal keeps",
    },
  },
  onRequest: {
    accepts: (value) => typeof value === "function",
    expected: "a function",
  },
  control: {
    ...flag,
    flag: {
      flags: "--no-control",
      help: "turn off the control API at /__mock",
    },
  },
  allowHosts: {
    accepts: Array.isArray,
    expected: 'an array, for example ["mock"]',
    check: checkAllowHosts,
    flag: {
      flags: "--allow-host <name>",
      help: "additional hostname that the control API accepts, such as mock; can be repeated (default: names of this machine)",
    },
    parse: (text: string, before: readonly string[] = []) => [...before, text],
  },
  cors: {
    ...flag,
    flag: {
      flags: "--cors",
      help: "let browsers call the API from any origin",
    },
  },
  keepAlive: {
    ...wholeNumber(1, longestTimeout),
    flag: {
      flags: "--keep-alive <ms>",
      help: "how long an idle connection stays open",
    },
  },
  // Has two flags, whose files `cli/serve.ts` reads.
  https: {
    accepts: (value) =>
      isObject(value) && isText(value["key"]) && isText(value["cert"]),
    expected: "{ key, cert }, two strings in PEM format",
    check: (value: object) => checkNames("https", value, ["key", "cert"]),
  },
};

/**
 * Checks the options and fills in the defaults. JavaScript callers have no compiler.
 *
 * @throws {@link MockServerConfigError} if a name is unknown or a value is invalid.
 */
export function resolveOptions(options: MockServerOptions): ResolvedOptions {
  checkIsObject(options);
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(optionTable, name)) {
      const nearest = nearestName(name, Object.keys(optionTable));
      fail(`Unknown option ${name}. Did you mean ${nearest}?`);
    }
    if (value === undefined) continue;
    const rule = optionTable[name as keyof MockServerOptions];
    const problem = problemOf(rule, value);
    if (problem) fail(`${name}: ${problem}`);
    rule.check?.(value as never);
    given[name] = value;
  }
  return { ...defaults, ...given };
}

/** The options that can be changed while the server is running. */
export const runtimeOptions = [
  "apiKeys",
  "tokenTtl",
  "idempotencyTtl",
  "randomFaults",
] as const satisfies readonly (keyof RuntimeOptions)[];

/**
 * Returns the options of a running server with some of them changed.
 *
 * @throws {@link MockServerConfigError} if a name is unknown or a value is invalid.
 */
export function changeOptions(
  before: ResolvedOptions,
  changes: RuntimeOptions,
): ResolvedOptions {
  checkIsObject(changes);
  const known: readonly string[] = runtimeOptions;
  const name = Object.keys(changes).find((one) => !known.includes(one));
  if (name !== undefined) {
    fail(
      `The option ${name} cannot be changed while the server is running. You can change ${known.join(", ")}.`,
    );
  }
  const { apiKeys, ...others } = withoutUndefined(changes);
  const { apiKeys: keysBefore, ...rest } = before;
  const keys = apiKeys === undefined ? keysBefore : apiKeys;
  return resolveOptions({
    ...rest,
    ...others,
    ...(keys !== null && keys !== undefined && { apiKeys: keys }),
  });
}

/** As in the options of the start, `undefined` says nothing. */
function withoutUndefined<Options extends object>(options: Options): Options {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Options;
}

function checkIsObject(options: object): void {
  if (!isObject(options))
    fail(
      `Expected the options as an object, such as { apiKeys: ["key-1"] }, got ${typeOf(options)}.`,
    );
}

/** @throws {@link MockServerConfigError} for a property that an option does not have. */
function checkNames(option: string, value: object, names: string[]): void {
  const wrong = Object.keys(value).find((name) => !names.includes(name));
  if (wrong === undefined) return;
  fail(
    `${option}: unknown property ${wrong}. Did you mean ${nearestName(wrong, names)}?`,
  );
}

function problemOf(
  { accepts, expected, isQuoted }: OptionRule,
  value: unknown,
): string | undefined {
  if (accepts(value)) return undefined;
  const got = isQuoted && typeof value === "number" ? value : typeOf(value);
  return `expected ${expected}, got ${got}.`;
}

function fail(message: string): never {
  throw new MockServerConfigError(message);
}

/** A whole number in a range, including both ends. */
export function wholeNumber(
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): OptionRule & { parse: Parse } {
  const accepts = (value: unknown) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  const range =
    most === Number.MAX_SAFE_INTEGER
      ? `of at least ${least}`
      : most === longestTtl
        ? `of at least ${least} and at most ${most}`
        : `from ${least} to ${most}`;
  const expected = `a whole number ${range}`;
  const parse = (text: string) => {
    if (/^\d+$/.test(text) && accepts(Number(text))) return Number(text);
    return fail(`Expected ${expected}.`);
  };
  return { accepts, expected, isQuoted: true, parse };
}

/** Parses `503:0.1`, and adds it to the previous ones. */
function parseRandomFault(
  text: string,
  before: readonly RandomFault[] = [],
): RandomFault[] {
  const [, status, rate] =
    /^([45]\d\d):(0?\.\d+|0|1(?:\.0+)?)$/.exec(text) ?? [];
  if (status === undefined) {
    fail(
      "Expected a status from 400 to 599, a colon, and a rate from 0 to 1, for example 503:0.1.",
    );
  }
  return [...before, { status: Number(status), rate: Number(rate) }];
}

/** Parses `key` or `key=acc_1,acc_2`, and adds it to the previous ones. */
function parseApiKey(
  text: string,
  before: readonly KnownApiKey[] = [],
): KnownApiKey[] {
  const equals = text.indexOf("=");
  if (equals < 0) return [...before, { key: text }];
  const accounts = text.slice(equals + 1).split(",");
  return [...before, { key: text.slice(0, equals), accounts }];
}

function checkAllowHosts(names: readonly unknown[]): void {
  const wrong = names.find((name) => !isText(name) || /[\s/:@*]/.test(name));
  if (wrong === undefined && !names.includes(undefined)) return;
  fail(
    `allowHosts: ${typeof wrong === "string" ? `"${wrong}"` : typeOf(wrong)} is not a hostname. Expected exact names without a port or a wildcard, such as "mock".`,
  );
}

function checkRandomFaults(faults: ResolvedOptions["randomFaults"]): void {
  let sum = 0;
  for (const fault of faults) {
    checkNames("randomFaults", fault, ["status", "rate"]);
    const { status, rate } = fault;
    const problem = problemOf(wholeNumber(400, 599), status);
    if (problem) fail(`randomFaults: status: ${problem}`);
    if (!(rate >= 0 && rate <= 1)) {
      throw new MockServerConfigError(
        `randomFaults: rate: expected a number from 0 to 1, such as 0.1 for every tenth request, got ${rate}.`,
      );
    }
    sum += rate;
  }
  // In binary, ten tenths are slightly more than 1.
  if (sum > 1 + 1e-9) {
    throw new MockServerConfigError(
      `randomFaults: expected rates with a sum of at most 1, which is every request, got ${sum}.`,
    );
  }
}

function checkApiKeys(keys: ResolvedOptions["apiKeys"]): void {
  for (const item of keys ?? []) {
    const key = typeof item === "string" ? item : item?.key;
    // Keeps the key out of the message: it may be a real one by mistake.
    const accounts = typeof item === "string" ? undefined : item?.accounts;
    if (typeof item === "object" && item !== null)
      checkNames("apiKeys", item, ["key", "accounts"]);
    if (typeof key !== "string" || key === "" || key.includes(" ")) {
      throw new MockServerConfigError(
        "apiKeys: expected keys without a prefix, got one that is empty or contains a space. Requests may still send a prefix, a space and the key.",
      );
    }
    const areTexts =
      Array.isArray(accounts) &&
      accounts.every((account) => typeof account === "string" && account);
    if (accounts !== undefined && !areTexts) {
      throw new MockServerConfigError(
        'apiKeys: accounts: expected an array of non-empty IDs, such as ["acc_1", "acc_2"]. Leave it out to allow every Account.',
      );
    }
  }
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  if (value === "") return "an empty string";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The name that needs the fewest changed, added or removed letters to become the given one. */
export function nearestName(
  given: string,
  names: readonly string[],
): string | undefined {
  const distances = names.map((name) =>
    distance(given.toLowerCase(), name.toLowerCase()),
  );
  return names[distances.indexOf(Math.min(...distances))];
}

/** The Levenshtein distance, computed row by row. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const changed =
        (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      const added = (next[column - 1] ?? 0) + 1;
      const leftOut = (row[column] ?? 0) + 1;
      next.push(Math.min(changed, added, leftOut));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
