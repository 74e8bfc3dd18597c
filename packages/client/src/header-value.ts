import { MelioConfigError } from "./errors/config-error.js";

/**
 * Checks a header's value before it reaches `fetch`, whose own error would quote it.
 * Takes visible ASCII with spaces inside (RFC 9110, section 5.5, without the obsolete bytes).
 */
export function checkHeaderValue(name: string, value: unknown): string {
  if (typeof value !== "string" || !value) {
    throw new MelioConfigError(
      `${name} must be a non-empty string; got ${value === "" ? "an empty one" : typeof value}.`,
    );
  }
  if (!/^[!-~]([ -~]*[!-~])?$/.test(value)) {
    throw new MelioConfigError(
      `${name} must be visible ASCII characters, without line breaks and without spaces around ` +
        "them. A line break at the end often comes from reading a file: trim the value.",
    );
  }
  return value;
}
