/** What stands in place of a secret. */
const placeholder = "[API key]";

/**
 * Replaces the secrets in anything that JSON can hold, since a server may quote the API key that it
 * refuses. What JSON cannot hold, or is nested too deep for it, becomes an empty text.
 */
export function redact<T>(value: T, secrets: Iterable<string>): T {
  try {
    let json = JSON.stringify(value);
    for (const secret of secrets)
      for (const form of formsOf(secret))
        json = json.replaceAll(inJson(form), placeholder);
    return JSON.parse(json);
  } catch {
    return "" as T;
  }
}

/** A copy whose values are redacted. */
export const redactHeaders = (
  headers: Headers,
  secrets: Iterable<string>,
): Headers =>
  new Headers(
    [...headers].map(([name, value]) => [name, redact(value, secrets)]),
  );

/** The secret as it is, and percent-encoded as in a URL or a form (RFC 3986, section 2.1). */
function formsOf(secret: string): Set<string> {
  const encoded = [
    encodeURI(secret),
    encodeURIComponent(secret),
    new URLSearchParams({ "": secret }).toString().slice("=".length),
  ];
  const inLowerCase = encoded.map((form) =>
    form.replace(/%../g, (octet) => octet.toLowerCase()),
  );
  return new Set([secret, ...encoded, ...inLowerCase]);
}

/** As it stands within a string of JSON. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
