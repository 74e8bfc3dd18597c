import { MockServerConfigError } from "./config-error.js";
import type { RandomFault } from "./messages.js";
import type {
  KnownApiKey,
  MockServerOptions,
  RuntimeOptions,
} from "./options.js";

/** What is known of an option: what it may be, its default, and its flag on the command line. */
export interface OptionRule {
  readonly accepts: (value: unknown) => boolean;
  /** Completes the sentence "Expected …". */
  readonly expected: string;
  /** Whether messages may quote the value; else it may be a secret. */
  readonly isQuoted?: boolean;
  /** Throws at what `accepts` cannot see. */
  readonly check?: (value: never) => void;
  /** Reads a flag's text; one that may be repeated adds to what stood before. */
  readonly parse?: Parse;
  readonly flag?: OptionFlag;
}

/** How an option is given to the command `melio-mock`. */
export interface OptionFlag {
  /** As in the help: `-p, --port <port>`. */
  readonly flags: string;
  readonly help: string;
  /** Where it differs from the option's own. */
  readonly default?: unknown;
}

/** @throws {@link MockServerConfigError} if the text cannot be used. */
export type Parse = (text: string, before: never) => unknown;

/** In milliseconds, three thousand years: what expires later is no date. */
const longestTtl = 1e14;

/** What holds where an option is not given. */
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

/** The one place that says what each option may be; their meaning stands at {@link MockServerOptions}. */
export const optionTable: Readonly<
  Record<keyof MockServerOptions, OptionRule>
> = {
  port: {
    ...wholeNumber(0, 65_535),
    flag: {
      flags: "-p, --port <port>",
      help: "port to listen on; 0 takes a free one",
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
      help: "API key that is known, and the Accounts it may act for; may be repeated (default: any key)",
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
    expected: "a text",
    flag: {
      flags: "--seed <text>",
      help: "makes tokens and random faults reproducible",
    },
  },
  randomFaults: {
    accepts: (value) => Array.isArray(value) && value.every(isObject),
    expected: "an array, for example [{ status: 503, rate: 0.1 }]",
    check: checkRandomFaults,
    flag: {
      flags: "--fail <status:rate>",
      help: "share of requests that fail at random, 503:0.1 for every tenth; may be repeated",
    },
    parse: parseRandomFault,
  },
  journalSize: {
    ...wholeNumber(1, 1_000_000),
    flag: {
      flags: "--journal-size <n>",
      help: "how many requests are kept",
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
      help: "switch off the control API below /__mock",
    },
  },
  allowHosts: {
    accepts: (value) =>
      Array.isArray(value) &&
      value.every((name) => isText(name) && !/[\s/:@]/.test(name)),
    expected: 'an array of names without a port, for example ["mock"]',
    flag: {
      flags: "--allow-host <name>",
      help: "name under which the control API may be called, mock for example; may be repeated (default: this machine's)",
    },
    parse: (text: string, before: readonly string[] = []) => [...before, text],
  },
  cors: {
    ...flag,
    flag: { flags: "--cors", help: "let browsers call from any origin" },
  },
  keepAlive: {
    ...wholeNumber(1, 2 ** 31 - 1),
    flag: {
      flags: "--keep-alive <ms>",
      help: "how long a connection stays open for another request",
    },
  },
  // Two flags, whose files `cli/serve.ts` reads.
  https: {
    accepts: (value) =>
      isObject(value) && isText(value["key"]) && isText(value["cert"]),
    expected: "{ key, cert }, two texts in PEM form",
    check: (value: object) => checkNames("https", value, ["key", "cert"]),
  },
};

/**
 * Options may come from JavaScript, where no types guard them.
 *
 * @throws {@link MockServerConfigError} if a name is not known or a value cannot be used.
 */
export function resolveOptions(options: MockServerOptions): ResolvedOptions {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(optionTable, name)) {
      const nearest = nearestName(name, Object.keys(optionTable));
      fail(`There is no option ${name}. Did you mean ${nearest}?`);
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

/** The options that can be changed while the server runs. */
export const runtimeOptions = [
  "apiKeys",
  "tokenTtl",
  "idempotencyTtl",
  "randomFaults",
] as const satisfies readonly (keyof RuntimeOptions)[];

/**
 * The options with those of a running server changed.
 *
 * @throws {@link MockServerConfigError} if a name is not known or a value cannot be used.
 */
export function changeOptions(
  before: ResolvedOptions,
  changes: RuntimeOptions,
): ResolvedOptions {
  const known: readonly string[] = runtimeOptions;
  const name = Object.keys(changes).find((one) => !known.includes(one));
  if (name !== undefined) {
    fail(
      `The option ${name} cannot be changed while the server runs. Expected some of: ${known.join(", ")}.`,
    );
  }
  const { apiKeys, ...others } = changes;
  const { apiKeys: keysBefore, ...rest } = before;
  const keys = apiKeys === undefined ? keysBefore : apiKeys;
  return resolveOptions({
    ...rest,
    ...others,
    ...(keys !== null && keys !== undefined && { apiKeys: keys }),
  });
}

/** @throws {@link MockServerConfigError} at a name that an option's part does not have. */
function checkNames(option: string, value: object, names: string[]): void {
  const wrong = Object.keys(value).find((name) => !names.includes(name));
  if (wrong === undefined) return;
  fail(
    `${option}: there is no ${wrong}. Did you mean ${nearestName(wrong, names)}?`,
  );
}

function problemOf(
  { accepts, expected, isQuoted }: OptionRule,
  value: unknown,
): string | undefined {
  if (accepts(value)) return undefined;
  if (isQuoted && typeof value === "number")
    return `${value} cannot be used. Expected ${expected}.`;
  const hint =
    isQuoted && typeof value === "string" ? "a number, not a text: " : "";
  return `${typeOf(value)} cannot be used. Expected ${hint}${expected}.`;
}

function fail(message: string): never {
  throw new MockServerConfigError(message);
}

/** A whole number of a range, both ends included. */
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

/** Reads `503:0.1`, and adds it to those before. */
function parseRandomFault(
  text: string,
  before: readonly RandomFault[] = [],
): RandomFault[] {
  const [, status, rate] =
    /^([45]\d\d):(0?\.\d+|0|1(?:\.0+)?)$/.exec(text) ?? [];
  if (status === undefined) {
    fail(
      "Expected a status from 400 to 599, a colon and a rate from 0 to 1, for example 503:0.1.",
    );
  }
  return [...before, { status: Number(status), rate: Number(rate) }];
}

/** Reads `key` or `key=acc_1,acc_2`, and adds it to those before. */
function parseApiKey(
  text: string,
  before: readonly KnownApiKey[] = [],
): KnownApiKey[] {
  const equals = text.indexOf("=");
  if (equals < 0) return [...before, { key: text }];
  const accounts = text.slice(equals + 1).split(",");
  return [...before, { key: text.slice(0, equals), accounts }];
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
        `randomFaults: the rate ${rate} cannot be used. Expected a number from 0 to 1; 0.1 is every tenth request.`,
      );
    }
    sum += rate;
  }
  // Ten tenths are a little more than 1 in binary.
  if (sum > 1 + 1e-9) {
    throw new MockServerConfigError(
      `randomFaults: the rates add up to ${sum}. Expected at most 1, which is every request.`,
    );
  }
}

function checkApiKeys(keys: ResolvedOptions["apiKeys"]): void {
  for (const item of keys ?? []) {
    const key = typeof item === "string" ? item : item?.key;
    // The key itself stays out of the message: it may be a real one by mistake.
    const accounts = typeof item === "string" ? undefined : item?.accounts;
    if (typeof item === "object" && item !== null)
      checkNames("apiKeys", item, ["key", "accounts"]);
    if (typeof key !== "string" || key === "" || key.includes(" ")) {
      throw new MockServerConfigError(
        "apiKeys: a key is empty or has a space in it. Expected keys without a prefix; requests may put one before the key, with a space between.",
      );
    }
    const areTexts =
      Array.isArray(accounts) &&
      accounts.every((account) => typeof account === "string" && account);
    if (accounts !== undefined && !areTexts) {
      throw new MockServerConfigError(
        'apiKeys: the accounts of a key cannot be used. Expected an array of IDs that are not empty, for example ["acc_1", "acc_2"], or none for every Account.',
      );
    }
  }
}

function typeOf(value: unknown): string {
  if (value === null) return "this null";
  return `this ${Array.isArray(value) ? "array" : typeof value}`;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The name that takes the fewest changed, added or left out letters to become what was given. */
export function nearestName(
  given: string,
  names: readonly string[],
): string | undefined {
  const distances = names.map((name) =>
    distance(given.toLowerCase(), name.toLowerCase()),
  );
  return names[distances.indexOf(Math.min(...distances))];
}

/** Levenshtein's distance, a row at a time. */
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
