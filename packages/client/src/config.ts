import {
  aBoolean,
  aFunction,
  aString,
  checkSettings,
  explain,
  milliseconds,
  objectWith,
  oneOf,
  type Rules,
  wholeNumber,
} from "./check-settings.js";
import { MelioConfigError, must } from "./errors.js";
import { servers, userAgent } from "./generated/contract.js";
import { checkHeaderValue } from "./headers.js";
import { createLog, type Log } from "./log.js";
import type {
  MelioClientOptions,
  MelioFetch,
  RetryOptions,
} from "./options.js";

/** {@link RetryOptions} with every default filled in. */
export interface RetrySettings {
  readonly timeout: number;
  readonly deadline: number;
  readonly maxRetries: number;
  readonly maxRetryAfter: number;
}

/** What a client works with: options and environment, checked, with every default filled in. */
export interface Config extends RetrySettings {
  /** Missing until a call needs it: a build, say, creates a client and makes no call. */
  readonly apiKey: MelioClientOptions["apiKey"];
  readonly apiKeyPrefix: string | undefined;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: MelioFetch | undefined;
  readonly log: Log;
}

export const retryDefaults: RetrySettings = {
  timeout: 10_000,
  deadline: Infinity,
  maxRetries: 2,
  maxRetryAfter: 60_000,
};

export const retryRules: Rules<RetryOptions> = {
  timeout: milliseconds,
  deadline: milliseconds,
  maxRetries: wholeNumber,
  maxRetryAfter: milliseconds,
};

const logLevels = ["debug", "info", "warn", "error"] as const;

const clientRules: Rules<MelioClientOptions> = {
  ...retryRules,
  apiKey: {
    expected: "a string, or a function that returns one",
    fits: (value) => aString.fits(value) || aFunction.fits(value),
    isSecret: true,
  },
  apiKeyPrefix: { ...aString, isSecret: true },
  environment: oneOf(Object.keys(servers)),
  baseUrl: aString,
  allowInsecureHttp: {
    expected: 'a list of host names, such as ["mock"]',
    fits: (value) => Array.isArray(value) && value.every(aString.fits),
  },
  fetch: aFunction,
  userAgent: { ...aString, isSecret: true },
  logger: objectWith(...logLevels),
  logLevel: oneOf([...logLevels, "off"]),
  dangerouslyAllowBrowser: aBoolean,
};

const runtime = globalThis as {
  process?: { env?: Record<string, string | undefined> };
  document?: unknown;
  importScripts?: unknown;
};

/** Read when a client is created, never at import. An empty variable is none. */
function environmentVariable(name: string): string | undefined {
  try {
    const variables = runtime.process?.env ?? {};
    const value = variables[name];
    return value && Object.hasOwn(variables, name) ? value : undefined;
  } catch {
    return undefined; // Deno, without the right to read it
  }
}

/** @throws {@link MelioConfigError} for a setting that is wrong */
export function resolveConfig(given: MelioClientOptions): Config {
  const apiKeyVariable = environmentVariable("MELIO_API_KEY");
  const secrets = [Object(given).apiKey, apiKeyVariable];
  const options = checkSettings(
    "createMelioClient",
    given,
    clientRules,
    failConfig,
    secrets,
  );
  const { apiKey = apiKeyVariable, apiKeyPrefix, userAgent: product } = options;
  // A page, or a browser's worker: workerd and Deno, which are servers, have neither of the two.
  const inBrowser = Boolean(runtime.document || runtime.importScripts);
  must(
    !inBrowser || options.dangerouslyAllowBrowser,
    "A browser shows the API key to every visitor: mint tokens in your backend (or set dangerouslyAllowBrowser)",
  );
  if (typeof apiKey === "string")
    checkHeaderValue(options.apiKey ? "apiKey" : "MELIO_API_KEY", apiKey);
  if (apiKeyPrefix) checkHeaderValue("apiKeyPrefix", apiKeyPrefix);
  if (product) checkHeaderValue("userAgent", product);
  const headers: Record<string, string> = { accept: "application/json" };
  if (!inBrowser)
    headers["user-agent"] = product ? `${userAgent} ${product}` : userAgent;
  const baseUrl = resolveBaseUrl(options, secrets);
  const log = createLog(options);
  warnOfUnusedUrl(options, baseUrl, log);
  return {
    ...resolveRetryOptions(options, retryDefaults),
    apiKey,
    apiKeyPrefix,
    baseUrl,
    headers,
    fetch: options.fetch,
    log,
  };
}

export function failConfig(message: string): never {
  throw new MelioConfigError(message);
}

/** Options take precedence over the environment, and a URL over a server's name. */
function resolveBaseUrl(
  { baseUrl, environment, allowInsecureHttp = [] }: MelioClientOptions,
  secrets: readonly unknown[],
): string {
  if (baseUrl !== undefined)
    return checkedUrl("baseUrl", baseUrl, allowInsecureHttp, secrets);
  const url = environmentVariable("MELIO_BASE_URL");
  if (url !== undefined && environment === undefined)
    return checkedUrl("MELIO_BASE_URL", url, allowInsecureHttp, secrets);
  const name =
    environment ?? environmentVariable("MELIO_ENVIRONMENT") ?? "production";
  const rule = clientRules.environment;
  if (!rule.fits(name))
    failConfig(explain("MELIO_ENVIRONMENT", rule, name, secrets));
  return servers[name as keyof typeof servers];
}

/** Who sets the variable expects that it is used: a mock server's in a test, say. */
function warnOfUnusedUrl(
  { baseUrl, environment }: MelioClientOptions,
  used: string,
  log: Log,
): void {
  const url = environmentVariable("MELIO_BASE_URL");
  if (url === undefined || url.replace(/\/+$/, "") === used) return;
  const setting =
    baseUrl !== undefined ? "baseUrl" : environment && "environment";
  if (setting)
    log?.(
      "warn",
      { method: "", url: used, idempotencyKey: undefined, attempts: 0 },
      {},
      `MELIO_BASE_URL is set but not used: the setting ${setting} takes precedence, and calls go to ${used}`,
    );
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function checkedUrl(
  name: string,
  value: string,
  allowInsecureHttp: readonly string[],
  secrets: readonly unknown[],
): string {
  // No credentials, no query, no fragment, and nothing that URL parsers read in different ways.
  const isPlain = !/[@?#\\\s]/.test(value);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isSafe =
    url?.protocol === "https:" ||
    (url?.protocol === "http:" &&
      (loopback.test(url.hostname) ||
        allowInsecureHttp.includes(url.hostname)));
  if (url && isPlain && isSafe) return url.href.replace(/\/+$/, "");
  const expected =
    "an https URL without credentials, query and fragment (http on localhost, or to a host that allowInsecureHttp names)";
  const rule = { expected, fits: () => false, isSecret: !isPlain };
  return failConfig(explain(name, rule, value, secrets));
}

/**
 * Fills in what the options leave out.
 * @throws {@link MelioConfigError} for a value that is wrong
 */
export function resolveRetryOptions(
  options: RetryOptions,
  base: RetrySettings,
): RetrySettings {
  const setting = (name: keyof RetryOptions): number => {
    const value = options[name];
    if (value === undefined) return base[name];
    const rule = retryRules[name];
    if (!rule.fits(value)) failConfig(explain(name, rule, value));
    return value;
  };
  return {
    timeout: setting("timeout"),
    deadline: setting("deadline"),
    maxRetries: setting("maxRetries"),
    maxRetryAfter: setting("maxRetryAfter"),
  };
}
