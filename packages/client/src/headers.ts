import { must } from "./errors.js";

const token = /^[\w!#$%&'*+.^`|~-]+$/;
const visible = /^[!-~]+( +[!-~]+)*$/;

/**
 * Checks a header before it reaches `fetch`, whose own error would quote it: visible ASCII with
 * spaces inside (RFC 9110, section 5.5, without the obsolete bytes).
 */
export function checkHeaderValue(name: string, value: string): void {
  must(
    visible.test(value),
    `${name} must be visible ASCII, without line breaks or spaces around it`,
  );
}

/**
 * Headers as a record, with names in lower case: those of this realm or another, a Map or pairs, or a
 * record already. A value of `null` takes a header away, as openapi-fetch has it.
 * @throws {@link MelioConfigError} for a name that is no token (RFC 9110, section 5.6.2), a value that
 *   no header can have, or what are no headers
 */
export function headersToRecord(
  headers: unknown,
): Record<string, string | null> {
  const record: Record<string, string | null> = {};
  if (headers === undefined || headers === null) return record;
  must(
    typeof headers === "object",
    "headers must be a record of names and values, or Headers",
  );
  const entries =
    Symbol.iterator in headers ? headers : Object.entries(headers);
  for (const entry of entries as Iterable<unknown>) {
    must(
      Array.isArray(entry) && entry.length === 2,
      "headers must be pairs of a name and a value",
    );
    const [name, value] = entry;
    if (value === undefined) continue;
    must(token.test(name), "A header's name must be a token of RFC 9110");
    if (value !== null) checkHeaderValue(name, `${value}`);
    record[name.toLowerCase()] = value === null ? null : `${value}`;
  }
  return record;
}
