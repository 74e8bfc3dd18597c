import { MockServerConfigError } from "../config-error.js";

/** The environment variable that holds the API key. */
export const keyVariable = "MELIO_API_KEY";

/** What every HTTP library sends unchanged: printable ASCII, without leading or trailing spaces. */
const headerValue = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * @param keyless - Whether the server accepts any key, so that none is required.
 * @throws {@link MockServerConfigError} if there is no key, or if it cannot be sent. Does not quote the key.
 */
export function readApiKey(keyless: boolean): string {
  const key = process.env[keyVariable] || (keyless ? "any-key" : undefined);
  if (key === undefined || key === "") {
    throw new MockServerConfigError(
      `${keyVariable} is not set. Set this environment variable to your API key. There is no flag for it, because other programs can read flags. If the server accepts any key, as a mock does, pass --keyless instead.`,
    );
  }
  if (!headerValue.test(key)) {
    throw new MockServerConfigError(
      `${keyVariable} cannot be sent as a header. Expected printable ASCII characters, without line breaks or leading or trailing spaces.`,
    );
  }
  return key;
}

/** Removes the API key from a text before it is shown. */
export function maskKey(text: string, apiKey: string): string {
  // A server may repeat it without its prefix, and a quoted text escapes quotes.
  const secret = apiKey.slice(apiKey.lastIndexOf(" ") + 1);
  return text
    .replaceAll(secret, "***")
    .replaceAll(JSON.stringify(secret).slice(1, -1), "***");
}

/** One way in which a server differs from the contract. */
export interface Deviation {
  readonly workflow: string;
  readonly step: string;
  /** The place in the contract, as a file and a JSON pointer: `openapi.yaml#/paths/…`. */
  readonly place: string;
  /** The line of that place in the file. `undefined` if unknown. */
  readonly line?: number | undefined;
  readonly message: string;
}

/** The result of one step of a workflow. */
export interface StepResult {
  readonly workflow: string;
  readonly step: string;
  readonly method: string;
  readonly path: string;
  /** The status of the response. `undefined` if there was none. */
  readonly status: number | undefined;
  readonly deviations: readonly Deviation[];
  /** Whether the step was not run, because the workflow ended before it. */
  readonly skipped?: true;
}

/** The workflow that needs a server with known keys. */
export const knownKeyWorkflow = "unknown-api-key";

/** The workflow that needs an Account. */
export const accountWorkflow = "mint-for-account";
