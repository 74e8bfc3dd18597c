export function failWithTypeError(message: string): never {
  throw new TypeError(message);
}

/** What a setting accepts. */
export interface Rule {
  /** Completes the sentence "timeout must be …". */
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
  /** Whether to keep the value out of messages. */
  readonly isSecret?: boolean;
}

/** The URL of a text, or `undefined` if it has none. */
export const parseUrl = (text: string): URL | undefined =>
  URL.canParse(text) ? new URL(text) : undefined;

export const isHttpUrl = (value: unknown): boolean => {
  const protocol = parseUrl(String(value))?.protocol;
  return protocol === "http:" || protocol === "https:";
};

/** One rule for each setting. The compiler reports a missing one. */
export type Rules<Settings> = {
  readonly [Name in keyof Required<Settings>]: Rule;
};

const isFilled = (value: unknown): boolean =>
  typeof value === "string" && value !== "";

export const aString: Rule = {
  expected: "a non-empty string",
  fits: isFilled,
};

export const aFunction: Rule = {
  expected: "a function",
  fits: (value) => typeof value === "function",
};

export const aBoolean: Rule = {
  expected: "true or false",
  fits: (value) => typeof value === "boolean",
};

export const anAbortSignal: Rule = {
  expected: "an AbortSignal",
  fits: (value) =>
    value === null ||
    typeof (value as AbortSignal).addEventListener === "function",
};

export const milliseconds: Rule = {
  expected: "a number of milliseconds, 0 or more",
  fits: (value) => typeof value === "number" && value >= 0,
};

export const wholeNumber: Rule = {
  expected: "a whole number, 0 or more",
  fits: (value) =>
    typeof value === "number" &&
    value >= 0 &&
    (Number.isInteger(value) || value === Infinity),
};

export const oneOf = (names: readonly string[]): Rule => ({
  expected: names.map((name) => `"${name}"`).join(" or "),
  fits: (value) => names.includes(value as string),
});

/** @param methods - the methods it must have */
export const objectWith = (...methods: string[]): Rule => ({
  expected: `an object with ${methods.map((name) => `${name}()`).join(", ")}`,
  fits: (value) =>
    methods.every((name) => typeof Object(value)[name] === "function"),
});

/**
 * Checks settings, since JavaScript callers have no compiler.
 *
 * @param owner - the function they were passed to, for messages: `createMelioClient`, for example
 * @param secrets - values that no message may quote, even if they were passed as the wrong setting
 * @param fail - throws the owner's kind of error
 * @returns the settings that are defined, in an object without a prototype, so that a polluted
 *   `Object.prototype` adds no setting
 */
export function checkSettings<Settings extends object>(
  owner: string,
  settings: Settings,
  rules: Rules<Settings>,
  fail: (message: string) => never,
  secrets: readonly unknown[] = [],
): Settings {
  if (!isPlainObject(settings))
    fail(
      // Not the value itself: other packages take a key or a URL here.
      `${owner} expects a plain object, as written with { }; got ${typeName(settings)}`,
    );
  const own = Object.create(null);
  for (const name of Object.keys(settings)) {
    if (!Object.hasOwn(rules, name)) fail(unknownSetting(owner, name, rules));
    const value = settings[name as keyof Settings];
    if (value === undefined) continue;
    const rule = rules[name as keyof Settings];
    if (!rule.fits(value)) fail(explain(name, rule, value, secrets));
    own[name] = value;
  }
  return own;
}

/** Other objects may have their settings in getters or in entries, which would be ignored without a word. */
function isPlainObject(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  // That of an object literal has none itself, in any realm.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Names the setting, what it accepts, and the value that it got. */
export function explain(
  name: string,
  { expected, isSecret }: Pick<Rule, "expected" | "isSecret">,
  value: unknown,
  secrets: readonly unknown[] = [],
): string {
  const got = isSecret ? "" : `; got ${quote(value, secrets)}`;
  return `${name} must be ${expected}${got}`;
}

/** In characters: enough to recognize a value. */
const longestQuote = 60;

function quote(value: unknown, secrets: readonly unknown[]): string {
  const isShort = typeof value === "number" || typeof value === "boolean";
  if (isShort) return String(value);
  if (typeof value !== "string") return typeName(value);
  if (secrets.some((secret) => isFilled(secret) && value.includes(`${secret}`)))
    return "a value that contains the API key";
  return JSON.stringify(
    value.length > longestQuote ? `${value.slice(0, longestQuote)}…` : value,
  );
}

function typeName(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  return isPlainObject(value)
    ? "an object"
    : `an instance of ${value.constructor?.name}`;
}

function unknownSetting(owner: string, name: string, rules: object): string {
  const names = Object.keys(rules);
  const meant = similarName(name, names);
  return `${owner} does not accept ${JSON.stringify(name)}${
    meant ? `; did you mean ${meant}?` : `. It accepts ${names.join(", ")}.`
  }`;
}

/** The name that was probably meant: one that contains it, or starts with the same letters. */
function similarName(
  name: string,
  names: readonly string[],
): string | undefined {
  const wanted = name.toLowerCase();
  const beginning = wanted.slice(0, 3);
  return (
    names.find((known) => known.toLowerCase().includes(wanted)) ??
    names.find((known) => known.toLowerCase().startsWith(beginning))
  );
}
