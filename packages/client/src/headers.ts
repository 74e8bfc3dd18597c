import { must } from "./errors/config-error.js";

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

/** Checks every header, its name too: a token (RFC 9110, section 5.6.2). */
export function checkHeaders(headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    must(token.test(name), "A header's name must be a token of RFC 9110");
    checkHeaderValue(name, value);
  }
}

/** Adds headers to a record of them: plain, since `Headers` takes its time; names in lower case. */
export function addHeaders(
  joined: Record<string, string>,
  headers: Headers | Record<string, unknown> | undefined,
): void {
  const added: Record<string, unknown> =
    headers instanceof Headers ? Object.fromEntries(headers) : (headers ?? {});
  for (const name of Object.keys(added)) {
    const key = name.toLowerCase();
    const value = added[name];
    // As openapi-fetch has it: null takes a header away, and a list is one header with commas.
    if (value === null) delete joined[key];
    else if (value !== undefined) joined[key] = `${value}`;
  }
}
