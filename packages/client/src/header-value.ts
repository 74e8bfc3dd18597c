import { MelioConfigError } from "./errors/config-error.js";

/**
 * Checks headers' values before they reach `fetch`, whose own error would quote them.
 * Takes visible ASCII with spaces inside (RFC 9110, section 5.5, without the obsolete bytes);
 * what is `undefined` is passed over.
 */
export function checkHeaderValues(values: object): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && !/^[!-~]+( +[!-~]+)*$/.test(value)) {
      throw new MelioConfigError(
        `${name} must be a string of visible ASCII characters, without line breaks or spaces around it`,
      );
    }
  }
}
