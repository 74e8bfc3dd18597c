import { resolveBaseUrl } from "./base-url.js";
import { must } from "./errors/config-error.js";
import { userAgent } from "./generated/contract.js";
import { checkHeaderValues } from "./header-values.js";
import { createLog } from "./log.js";
import type { MelioClientOptions } from "./options.js";
import { resolveRetryOptions } from "./retry-options.js";

/** What a client works with: options and environment, checked, with every default filled in. */
export type Config = ReturnType<typeof resolveConfig>;

/** @throws {@link MelioConfigError} for a setting that is missing or wrong */
export function resolveConfig(options: MelioClientOptions) {
  const variables = environmentVariables();
  const {
    apiKey = variables.MELIO_API_KEY,
    apiKeyPrefix,
    userAgent: product,
    fetch = (url, init) => globalThis.fetch(url, init),
  } = options;
  // A page, or a browser's worker: workerd and Deno, which are servers, have neither of the two.
  const inBrowser = "document" in globalThis || "importScripts" in globalThis;
  must(
    !inBrowser || options.dangerouslyAllowBrowser,
    "A browser shows the API key to every visitor: mint tokens in your backend",
  );
  must(apiKey, "Give apiKey, or set MELIO_API_KEY");
  const giveKey = typeof apiKey === "function" ? apiKey : () => apiKey;
  if (giveKey !== apiKey) checkHeaderValues({ apiKey });
  checkHeaderValues({ apiKeyPrefix, userAgent: product });
  return {
    apiKey: giveKey,
    prefix: apiKeyPrefix ? `${apiKeyPrefix} ` : "",
    baseUrl: resolveBaseUrl(options, variables),
    headers: {
      Accept: "application/json",
      ...(!inBrowser && {
        "User-Agent": product ? `${userAgent} ${product}` : userAgent,
      }),
    },
    fetch,
    retry: resolveRetryOptions(options),
    log: createLog(options),
  };
}

/** Read when a client is created, never at import. Deno lets nobody read them without permission. */
function environmentVariables(): Record<string, string | undefined> {
  const { process } = globalThis as {
    process?: { env?: Record<string, string | undefined> };
  };
  return process?.env ?? {};
}
