import { must } from "./errors/config-error.js";

/**
 * Checks headers' values before they reach `fetch`, whose own error would quote them.
 * Takes visible ASCII with spaces inside (RFC 9110, section 5.5, without the obsolete bytes);
 * what is not given is passed over.
 */
export function checkHeaderValues(values: Record<string, unknown>): void {
  for (const name in values) {
    must(
      /^[!-~]+( +[!-~]+)*$/.test((values[name] ?? "-") as string),
      `${name} must be visible ASCII, without line breaks or spaces around it`,
    );
  }
}
