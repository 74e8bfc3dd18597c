import type { RandomFault } from "./messages.js";
import { type KnownApiKey, MockServerConfigError } from "./options.js";

/** Which values an option or a flag accepts. */
export interface ValueRule {
  readonly accepts: (value: unknown) => boolean;
  /** Completes the message "tokenTtl: expected …". */
  readonly expected: string;
  /** Whether messages may quote the value. Otherwise it may be a secret. */
  readonly isQuoted?: boolean;
  /** Throws for what `accepts` does not check. */
  readonly check?: (value: never) => void;
  /** Parses the text of a flag. If the flag can be repeated, adds it to the previous values. */
  readonly parse?: Parse;
}

/** @throws {@link MockServerConfigError} if the text is invalid. */
export type Parse = (text: string, before: never) => unknown;

/** The longest time that a Node timer can wait, in milliseconds. */
const longestTimeout = 2 ** 31 - 1;

/** In milliseconds, three thousand years. A later expiry is not a valid date. */
const longestTtl = 1e14;

/** A whole number in a range, including both ends. */
export function wholeNumber({
  least,
  most,
}: {
  readonly least: number;
  readonly most: number;
}): ValueRule & { parse: Parse } {
  const accepts = (value: unknown) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  const expected = `a whole number from ${least} to ${most}`;
  return {
    accepts,
    expected,
    isQuoted: true,
    parse(text) {
      if (/^\d+$/.test(text) && accepts(Number(text))) return Number(text);
      return fail(`Expected ${expected}.`);
    },
  };
}

/** A time to live, in milliseconds. */
export const timeToLive = wholeNumber({ least: 1, most: longestTtl });

/** A time to wait, in milliseconds. */
export const waitingTime = wholeNumber({ least: 1, most: longestTimeout });

export const flag: ValueRule = {
  accepts: (value) => typeof value === "boolean",
  expected: "true or false",
};

export const address: ValueRule = {
  accepts: isText,
  expected: 'an address, for example "127.0.0.1"',
};

export const text: ValueRule = {
  accepts: (value) => typeof value === "string",
  expected: "a string",
};

export const openApiDocument: ValueRule = {
  accepts: (value) => isText(value) || isObject(value),
  expected: "the path of an OpenAPI document, or the document as an object",
};

export const listener: ValueRule = {
  accepts: (value) => typeof value === "function",
  expected: "a function",
};

export const certificate: ValueRule = {
  accepts: (value) =>
    isObject(value) && isText(value["key"]) && isText(value["cert"]),
  expected: "{ key, cert }, two strings in PEM format",
  check: (value: object) => checkNames("https", value, ["key", "cert"]),
};

export const hostnames: ValueRule = {
  accepts: Array.isArray,
  expected: 'an array, for example ["mock"]',
  check(names: readonly unknown[]) {
    const isWrong = (name: unknown) => !isText(name) || /[\s/:@*]/.test(name);
    const index = names.findIndex(isWrong);
    if (index < 0) return;
    const name = names[index];
    fail(
      `allowHosts: ${isText(name) ? `"${name}"` : typeOf(name)} is not a hostname. Expected exact names without a port or a wildcard, such as "mock".`,
    );
  },
  parse: (name: string, before: readonly string[] = []) => [...before, name],
};

const failureStatus = wholeNumber({ least: 400, most: 599 });

export const randomFaults: ValueRule = {
  accepts: (value) => Array.isArray(value) && value.every(isObject),
  expected: "an array, for example [{ status: 503, rate: 0.1 }]",
  check(faults: readonly RandomFault[]) {
    for (const fault of faults) {
      checkNames("randomFaults", fault, ["status", "rate"]);
      const { status, rate } = fault;
      checkValue("randomFaults: status", failureStatus, status);
      if (!(rate >= 0 && rate <= 1)) {
        fail(
          `randomFaults: rate: expected a number from 0 to 1, such as 0.1 for every tenth request, got ${rate}.`,
        );
      }
    }
    const sum = faults.reduce((before, { rate }) => before + rate, 0);
    // In binary, ten tenths are slightly more than 1.
    if (sum > 1 + 1e-9) {
      fail(
        `randomFaults: expected rates with a sum of at most 1, which is every request, got ${sum}.`,
      );
    }
  },
  /** `503:0.1` */
  parse(share: string, before: readonly RandomFault[] = []) {
    const [, status, rate] =
      /^([45]\d\d):(0?\.\d+|0|1(?:\.0+)?)$/.exec(share) ?? [];
    if (status === undefined) {
      fail(
        "Expected a status from 400 to 599, a colon, and a rate from 0 to 1, for example 503:0.1.",
      );
    }
    return [...before, { status: Number(status), rate: Number(rate) }];
  },
};

export const apiKeys: ValueRule = {
  accepts: Array.isArray,
  expected:
    'an array, for example ["key-1", { key: "key-2", accounts: ["acc_1"] }]',
  check(items: readonly unknown[]) {
    for (const item of items) checkApiKey(item);
  },
  /** `key` or `key=acc_1,acc_2` */
  parse(keyAndAccounts: string, before: readonly KnownApiKey[] = []) {
    const equals = keyAndAccounts.indexOf("=");
    if (equals < 0) return [...before, { key: keyAndAccounts }];
    const accounts = keyAndAccounts.slice(equals + 1).split(",");
    return [...before, { key: keyAndAccounts.slice(0, equals), accounts }];
  },
};

/** Keeps the key out of the message: it may be a real one by mistake. */
function checkApiKey(item: unknown): void {
  if (isObject(item)) checkNames("apiKeys", item, ["key", "accounts"]);
  const { key, accounts } = isObject(item)
    ? item
    : { key: item, accounts: undefined };
  if (!isText(key) || key.includes(" ")) {
    fail(
      "apiKeys: expected keys without a prefix, got one that is empty or contains a space. Requests may still send a prefix, a space and the key.",
    );
  }
  const areIds = Array.isArray(accounts) && accounts.every(isText);
  if (accounts !== undefined && !areIds) {
    fail(
      'apiKeys: accounts: expected an array of non-empty IDs, such as ["acc_1", "acc_2"]. Leave it out to allow every Account.',
    );
  }
}

/** @throws {@link MockServerConfigError} if the rule does not accept the value. */
export function checkValue(
  name: string,
  rule: ValueRule,
  value: unknown,
): void {
  if (!rule.accepts(value)) {
    const isShown = rule.isQuoted && typeof value === "number";
    fail(
      `${name}: expected ${rule.expected}, got ${isShown ? value : typeOf(value)}.`,
    );
  }
  rule.check?.(value as never);
}

/** @throws {@link MockServerConfigError} for a property that an option does not have. */
function checkNames(
  option: string,
  value: object,
  names: readonly string[],
): void {
  const wrong = Object.keys(value).find((name) => !names.includes(name));
  if (wrong === undefined) return;
  fail(
    `${option}: unknown property ${wrong}. The properties are ${names.join(" and ")}.`,
  );
}

/** What a value is, for a message that must not quote it. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  if (value === "") return "an empty string";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fail(message: string): never {
  throw new MockServerConfigError(message);
}
