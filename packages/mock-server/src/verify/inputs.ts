import { MockServerConfigError } from "../config-error.js";

/** The environment variable that holds the API key. */
export const keyVariable = "MELIO_API_KEY";

/** What every HTTP library sends as it is: printable ASCII, without a blank at either end. */
const headerValue = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * @param keyless - Whether the server takes any key, so that none has to be given.
 * @throws {@link MockServerConfigError} if there is no key, or it cannot be sent; without the key.
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

/** Takes the API key out of a text that is to be shown. */
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
  /** The line of that place in the file; `undefined` if it is not known. */
  readonly line?: number | undefined;
  readonly message: string;
}

/** What became of one step of a workflow. */
export interface StepResult {
  readonly workflow: string;
  readonly step: string;
  readonly method: string;
  readonly path: string;
  /** The status of the answer; `undefined` if none came. */
  readonly status: number | undefined;
  readonly deviations: readonly Deviation[];
}

/** The workflow that needs a server which knows its keys. */
export const knownKeyWorkflow = "unknown-api-key";

/** The workflow that needs an Account. */
export const accountWorkflow = "mint-for-account";
