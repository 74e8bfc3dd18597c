import { environmentVariable } from "./environment-variable.js";
import { MelioConfigError } from "./errors/config-error.js";
import { checkHeaderValue } from "./header-value.js";
import type { MelioClientOptions } from "./options.js";

/** The secret, kept in closures so that nothing which can be inspected holds it. */
export interface Credentials {
  /** Gives the API key as it is now. */
  readonly apiKey: () => Promise<string>;
  /** The header's value for a key. */
  readonly header: (apiKey: string) => string;
}

/** @throws {@link MelioConfigError} without a key, or if key or prefix do not fit into a header */
export function createCredentials(options: MelioClientOptions): Credentials {
  const {
    apiKey = environmentVariable("MELIO_API_KEY"),
    apiKeyPrefix: prefix,
  } = options;
  if (apiKey === undefined) {
    throw new MelioConfigError(
      "No API key: give apiKey to createMelioClient, or set MELIO_API_KEY in the environment.",
    );
  }
  if (typeof apiKey !== "function") checkHeaderValue("apiKey", apiKey);
  if (prefix !== undefined) checkHeaderValue("apiKeyPrefix", prefix);
  return {
    apiKey: async () =>
      typeof apiKey === "function"
        ? checkHeaderValue("apiKey", await askFor(apiKey))
        : apiKey,
    header: (key) => (prefix ? `${prefix} ${key}` : key),
  };
}

async function askFor(apiKey: () => string | Promise<string>) {
  try {
    return await apiKey();
  } catch (cause) {
    throw new MelioConfigError(
      "The apiKey function failed; see this error's cause.",
      { cause },
    );
  }
}
