import { must } from "./errors/config-error.js";

/**
 * Checks headers before they reach `fetch`, whose own error would quote them: names as RFC 9110,
 * section 5.6.2, has them; values of visible ASCII with spaces inside (section 5.5, without the
 * obsolete bytes). What is not given is passed over.
 */
export function checkHeaderValues(values: Record<string, unknown>): void {
  for (const name in values) {
    must(
      /^[\w!#$%&'*+.^`|~-]+$/.test(name),
      "A header's name must be a token of RFC 9110",
    );
    must(
      /^[!-~]+( +[!-~]+)*$/.test((values[name] ?? "-") as string),
      `${name} must be visible ASCII, without line breaks or spaces around it`,
    );
  }
}
