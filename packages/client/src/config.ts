import { resolveBaseUrl } from "./base-url.js";
import { must } from "./errors/config-error.js";
import { userAgent } from "./generated/contract.js";
import { checkHeaderValue } from "./headers.js";
import { createLog } from "./log.js";
import type { MelioClientOptions } from "./options.js";
import { resolveRetryOptions } from "./retry-options.js";

/** What a client works with: options and environment, checked, with every default filled in. */
export type Config = ReturnType<typeof resolveConfig>;

const runtime = globalThis as {
  process?: { env?: Record<string, string | undefined> };
  document?: unknown;
  importScripts?: unknown;
};

/** @throws {@link MelioConfigError} for a setting that is missing or wrong */
export function resolveConfig(options: MelioClientOptions) {
  // Read when a client is created, never at import.
  const variables = runtime.process?.env ?? {};
  const {
    apiKey = variables.MELIO_API_KEY,
    apiKeyPrefix,
    userAgent: product,
  } = options;
  // A page, or a browser's worker: workerd and Deno, which are servers, have neither of the two.
  const inBrowser = runtime.document || runtime.importScripts;
  must(
    !inBrowser || options.dangerouslyAllowBrowser,
    "A browser shows the API key to every visitor: mint tokens in your backend (or set dangerouslyAllowBrowser)",
  );
  must(
    /^(string|function)$/.test(typeof apiKey) && apiKey,
    "No API key: give apiKey, or set MELIO_API_KEY",
  );
  if (typeof apiKey === "string") checkHeaderValue("apiKey", apiKey);
  if (apiKeyPrefix) checkHeaderValue("apiKeyPrefix", apiKeyPrefix);
  if (product) checkHeaderValue("userAgent", product);
  must(
    /^(undefined|function)$/.test(typeof options.fetch),
    "fetch must be a function",
  );
  return {
    apiKey,
    apiKeyPrefix,
    baseUrl: resolveBaseUrl(options, variables),
    headers: {
      accept: "application/json",
      ...(!inBrowser && {
        "user-agent": product ? `${userAgent} ${product}` : userAgent,
      }),
    },
    fetch: options.fetch,
    ...resolveRetryOptions(options),
    log: createLog(options),
  };
}
