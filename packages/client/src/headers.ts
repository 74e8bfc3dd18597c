import { explain, type Rule } from "./check-settings.js";
import { failConfig, must } from "./errors.js";
import { accountHeader } from "./generated/contract.js";

/** Names the token that the API has rejected, so that the backend does not return it again. */
export const refusedTokenHeader = "Melio-Refused-Token";

const accountName = accountHeader.toLowerCase();

const token = /^[\w!#$%&'*+.^`|~-]+$/;

/** Whether it is a token (RFC 9110, section 5.6.2). */
export const isHeaderName = (name: unknown): boolean =>
  typeof name === "string" && token.test(name);

const visible = /^[!-~]+( +[!-~]+)*$/;

/** Visible ASCII with spaces inside (RFC 9110, section 5.5, without the obsolete bytes). */
export const aHeaderValue: Rule = {
  expected:
    "a string of visible ASCII characters, without line breaks or leading or trailing spaces",
  fits: (value) => typeof value === "string" && visible.test(value),
  isSecret: true,
};

/** Checks a header before it reaches `fetch`, whose own error would quote it. */
export function checkHeaderValue(name: string, value: unknown): void {
  if (!aHeaderValue.fits(value)) failConfig(explain(name, aHeaderValue, value));
}

export const someHeaders: Rule = {
  expected:
    "an object of names and values, a list of pairs of them, or Headers",
  fits: (value) => typeof value === "object",
  isSecret: true,
};

function failHeaders(): never {
  failConfig(explain("headers", someHeaders, undefined));
}

/**
 * Converts headers to a record with lower-case names. Takes `Headers` of any realm, a Map, pairs, or a
 * record. As in openapi-fetch, a value of `null` removes a header.
 * @throws {@link MelioConfigError} for a name that is not a token (RFC 9110, section 5.6.2), for a value
 *   that no header can have, for an Account that is not set, or for anything that is not headers
 */
export function headersToRecord(
  headers: unknown,
): Record<string, string | null> {
  const record: Record<string, string | null> = {};
  if (headers === undefined || headers === null) return record;
  if (typeof headers !== "object") failHeaders();
  const entries =
    Symbol.iterator in headers ? headers : Object.entries(headers);
  for (const entry of entries as Iterable<unknown>) {
    if (!Array.isArray(entry) || entry.length !== 2) failHeaders();
    const [name, value] = entry;
    must(
      isHeaderName(name),
      "headers must have names of letters, digits and hyphens, without spaces (a token of RFC 9110)",
    );
    const isSet = value !== undefined && value !== null;
    // Otherwise a variable that is not set would call for the Partner itself.
    must(
      isSet || name.toLowerCase() !== accountName,
      `${accountHeader} is ${value}: pass the ID of an Account, or leave it out to call for the Partner itself`,
    );
    if (isSet) checkHeaderValue(name, `${value}`);
    if (value !== undefined)
      record[name.toLowerCase()] = isSet ? `${value}` : null;
  }
  return record;
}
