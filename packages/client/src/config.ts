import {
  aBoolean,
  aFunction,
  anAbortSignal,
  aString,
  checkSettings,
  explain,
  milliseconds,
  objectWith,
  oneOf,
  parseUrl,
  type Rules,
  wholeNumber,
} from "./check-settings.js";
import { failConfig, must } from "./errors.js";
import { servers, userAgent } from "./generated/contract.js";
import { aHeaderValue, checkHeaderValue, someHeaders } from "./headers.js";
import { createLog, type Log, logLevels } from "./log.js";
import type {
  CallOptions,
  MelioClientOptions,
  MelioEnvironment,
  MelioFetch,
  RetryOptions,
} from "./options.js";

/** {@link RetryOptions} with every default filled in. */
export type RetrySettings = {
  readonly [Name in keyof RetryOptions]-?: number;
};

/** The client's checked settings: from options, environment and defaults. */
export interface Config {
  readonly retry: RetrySettings;
  /** Not required until a call: a build may create a client without making one. */
  readonly apiKey: MelioClientOptions["apiKey"];
  readonly apiKeyPrefix: string | undefined;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: MelioFetch | undefined;
  readonly log: Log | undefined;
}

export const retryDefaults: RetrySettings = {
  timeout: 10_000,
  deadline: Infinity,
  maxRetries: 2,
  maxRetryAfter: 60_000,
};

const retryRules: Rules<RetryOptions> = {
  timeout: milliseconds,
  deadline: milliseconds,
  maxRetries: wholeNumber,
  maxRetryAfter: milliseconds,
};

/** Options of a call that no other function checks. */
const limitRules: Rules<Omit<CallOptions, "headers">> = {
  ...retryRules,
  signal: anAbortSignal,
};

export const callRules: Rules<CallOptions> = {
  ...limitRules,
  headers: someHeaders,
};

/** A name, or an IPv6 address in brackets, as `URL` has it. */
const hostname = /^([a-z\d._-]+|\[[a-f\d:.]+\])$/;

const clientRules: Rules<MelioClientOptions> = {
  ...retryRules,
  apiKey: {
    expected: "a string, or a function that returns one",
    fits: (value) => aString.fits(value) || aFunction.fits(value),
    isSecret: true,
  },
  apiKeyPrefix: aHeaderValue,
  environment: oneOf(Object.keys(servers)),
  baseUrl: aString,
  allowInsecureHttp: {
    expected:
      'a list of hostnames, such as ["mock"]: exact, in lower case, without a port',
    fits: (value) =>
      Array.isArray(value) && value.every((name) => hostname.test(`${name}`)),
  },
  fetch: aFunction,
  userAgent: aHeaderValue,
  logger: objectWith(...logLevels),
  logLevel: oneOf([...logLevels, "off"]),
  dangerouslyAllowBrowser: aBoolean,
};

const runtime = globalThis as {
  process?: { env?: Record<string, string | undefined> };
  document?: unknown;
  importScripts?: unknown;
};

/** Called when a client is created, never at import. An empty variable counts as unset. */
function environmentVariable(name: string): string | undefined {
  try {
    const variables = runtime.process?.env ?? {};
    const value = variables[name];
    return value && Object.hasOwn(variables, name) ? value : undefined;
  } catch {
    return undefined; // Deno, without permission to read it
  }
}

/** @throws {@link MelioConfigError} if a setting is invalid */
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
  // A page, or a browser's worker. workerd and Deno, which run on servers, have neither.
  const inBrowser = Boolean(runtime.document || runtime.importScripts);
  must(
    !inBrowser || options.dangerouslyAllowBrowser,
    "createMelioClient runs in a browser, where every visitor can read the API key: mint tokens in your backend, or set dangerouslyAllowBrowser if you accept the risk",
  );
  if (typeof apiKey === "string")
    checkHeaderValue(options.apiKey ? "apiKey" : "MELIO_API_KEY", apiKey);
  const headers: Record<string, string> = { accept: "application/json" };
  if (!inBrowser)
    headers["user-agent"] = product ? `${userAgent} ${product}` : userAgent;
  const log = createLog(options);
  const baseUrl = resolveBaseUrl(options, secrets, log);
  return {
    retry: takeLimits(options, retryDefaults).settings,
    apiKey,
    apiKeyPrefix,
    baseUrl,
    headers,
    fetch: options.fetch,
    log,
  };
}

/** Options take precedence over the environment, and a URL over a server's name. */
function resolveBaseUrl(
  { baseUrl, environment, allowInsecureHttp = [] }: MelioClientOptions,
  secrets: readonly unknown[],
  log: Log | undefined,
): string {
  const variable = environmentVariable("MELIO_BASE_URL");
  const setting = baseUrl ? "baseUrl" : environment && "environment";
  if (variable && !setting)
    return checkedUrl("MELIO_BASE_URL", variable, allowInsecureHttp, secrets);
  const used = baseUrl
    ? checkedUrl("baseUrl", baseUrl, allowInsecureHttp, secrets)
    : urlOfServer(environment, secrets);
  // A test that sets the variable to its mock server's URL would otherwise call the real API unnoticed.
  if (variable && withoutSlash(variable) !== used)
    log?.warn(
      `MELIO_BASE_URL is ignored because the setting ${setting} takes precedence: calls go to ${used}`,
      used,
    );
  return used;
}

function urlOfServer(
  environment: MelioEnvironment | undefined,
  secrets: readonly unknown[],
): string {
  const name =
    environment ?? environmentVariable("MELIO_ENVIRONMENT") ?? "production";
  const rule = clientRules.environment;
  if (!rule.fits(name))
    failConfig(explain("MELIO_ENVIRONMENT", rule, name, secrets));
  return servers[name as MelioEnvironment];
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, "");

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function checkedUrl(
  name: string,
  value: string,
  allowInsecureHttp: readonly string[],
  secrets: readonly unknown[],
): string {
  // No credentials, query or fragment, and no characters that URL parsers treat differently.
  const isPlain = !/[@?#\\\s]/.test(value);
  const url = parseUrl(value);
  const isSafe =
    url?.protocol === "https:" ||
    (url?.protocol === "http:" &&
      (loopback.test(url.hostname) ||
        allowInsecureHttp.includes(url.hostname)));
  if (url && isPlain && isSafe) return withoutSlash(url.href);
  const expected =
    "an https URL without credentials, query or fragment (http is allowed for localhost and the hosts in allowInsecureHttp)";
  const rule = { expected, isSecret: !isPlain };
  return failConfig(explain(name, rule, value, secrets));
}

/** What {@link takeLimits} finds. */
interface Limits {
  settings: RetrySettings;
  signal: AbortSignal | null | undefined;
  /** The options that are not limits. */
  rest: object;
}

/**
 * Takes a call's limits out of its options, and fills in those that are not set.
 * @throws {@link MelioConfigError} if a value is invalid
 */
export function takeLimits(options: object, base: RetrySettings): Limits {
  const limits: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    const part = Object.hasOwn(limitRules, name) ? limits : rest;
    part[name] = value;
  }
  const { signal, ...given } = checkSettings<Omit<CallOptions, "headers">>(
    "a call",
    limits,
    limitRules,
    failConfig,
  );
  const settings = { ...base, ...(given as Partial<RetrySettings>) };
  return { settings, signal, rest };
}
