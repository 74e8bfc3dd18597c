import { resolveBaseUrl } from "./base-url.js";
import { environmentVariable } from "./environment-variable.js";
import { MelioConfigError } from "./errors/config-error.js";
import { userAgent } from "./generated/contract.js";
import { checkHeaderValues } from "./header-value.js";
import { createLog } from "./log.js";
import type { MelioClientOptions } from "./options.js";
import { resolveRetryOptions } from "./retry-options.js";

/** What a client works with: options and environment, checked, with every default filled in. */
export type Config = ReturnType<typeof resolveConfig>;

/** @throws {@link MelioConfigError} for a setting that is missing or wrong */
export function resolveConfig(options: MelioClientOptions) {
  const {
    apiKey = environmentVariable("MELIO_API_KEY") ?? "",
    apiKeyPrefix,
    userAgent: product,
    fetch = (url, init) => globalThis.fetch(url, init),
  } = options;
  // A page, or a browser's worker: workerd and Deno, which are servers, have neither of the two.
  const inBrowser = "document" in globalThis || "importScripts" in globalThis;
  if (inBrowser && !options.dangerouslyAllowBrowser) {
    throw new MelioConfigError(
      "A browser shows its API key to every visitor: mint the token in your backend",
    );
  }
  if (!apiKey) throw new MelioConfigError("Give apiKey, or set MELIO_API_KEY");
  const isFunction = typeof apiKey === "function";
  checkHeaderValues({
    apiKey: isFunction ? undefined : apiKey,
    apiKeyPrefix,
    userAgent: product,
  });
  return {
    apiKey: isFunction ? apiKey : () => apiKey,
    prefix: apiKeyPrefix ? `${apiKeyPrefix} ` : "",
    baseUrl: resolveBaseUrl(options),
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
