import { must } from "./errors.js";

/** Names the token that the API has rejected, so that the backend does not return it again. */
export const refusedTokenHeader = "Melio-Refused-Token";

const token = /^[\w!#$%&'*+.^`|~-]+$/;
const visible = /^[!-~]+( +[!-~]+)*$/;

/**
 * Checks a header before it reaches `fetch`, whose own error would quote it: visible ASCII with
 * spaces inside (RFC 9110, section 5.5, without the obsolete bytes).
 */
export function checkHeaderValue(name: string, value: string): void {
  must(
    visible.test(value),
    `${name} must contain only visible ASCII characters, without line breaks or leading or trailing spaces`,
  );
}

/**
 * Converts headers to a record with lower-case names. Takes `Headers` of any realm, a Map, pairs, or a
 * record. As in openapi-fetch, a value of `null` removes a header.
 * @throws {@link MelioConfigError} for a name that is not a token (RFC 9110, section 5.6.2), for a value
 *   that no header can have, or for anything that is not headers
 */
export function headersToRecord(
  headers: unknown,
): Record<string, string | null> {
  const record: Record<string, string | null> = {};
  if (headers === undefined || headers === null) return record;
  must(
    typeof headers === "object",
    "headers must be an object of names and values, or Headers",
  );
  const entries =
    Symbol.iterator in headers ? headers : Object.entries(headers);
  for (const entry of entries as Iterable<unknown>) {
    must(
      Array.isArray(entry) && entry.length === 2,
      "headers must be pairs of a name and a value, if you pass a list",
    );
    const [name, value] = entry;
    if (value === undefined) continue;
    must(
      token.test(name),
      "headers must have names of letters, digits and hyphens, without spaces (a token of RFC 9110)",
    );
    if (value !== null) checkHeaderValue(name, `${value}`);
    record[name.toLowerCase()] = value === null ? null : `${value}`;
  }
  return record;
}
