import { resolveBaseUrl } from "./base-url.js";
import { isBrowser } from "./browser.js";
import { createCredentials } from "./credentials.js";
import { MelioConfigError } from "./errors/config-error.js";
import { userAgent } from "./generated/contract.js";
import { checkHeaderValue } from "./header-value.js";
import { createLog } from "./log.js";
import type { MelioClientOptions } from "./options.js";
import { resolveRetryOptions } from "./retry-options.js";

/** What a client works with: options and environment, checked, with every default filled in. */
export type Config = ReturnType<typeof resolveConfig>;

/** @throws {@link MelioConfigError} for a setting that is missing or wrong */
export function resolveConfig(options: MelioClientOptions) {
  const inBrowser = isBrowser();
  if (inBrowser && !options.dangerouslyAllowBrowser) {
    throw new MelioConfigError(
      "A Melio client must not run in a browser, where every visitor can read its API key: mint the " +
        "token in your backend, and hand out only the token. (dangerouslyAllowBrowser lifts this.)",
    );
  }
  const product = options.userAgent
    ? `${userAgent} ${checkHeaderValue("userAgent", options.userAgent)}`
    : userAgent;
  return {
    credentials: createCredentials(options),
    baseUrl: resolveBaseUrl(options),
    headers: {
      Accept: "application/json",
      ...(!inBrowser && { "User-Agent": product }),
    },
    fetch:
      options.fetch ??
      ((url: string, init: RequestInit) => globalThis.fetch(url, init)),
    retry: resolveRetryOptions(options),
    log: createLog(options),
  };
}
