/** Replaces a secret. */
const placeholder = "[API key]";

/**
 * Replaces the secrets in any JSON value, since a server may quote the API key that it rejects. A value
 * that JSON cannot represent, or that is nested too deep, becomes an empty string.
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

/** Returns a copy with redacted values. */
export const redactHeaders = (
  headers: Headers,
  secrets: Iterable<string>,
): Headers =>
  new Headers(
    [...headers].map(([name, value]) => [name, redact(value, secrets)]),
  );

/** The secret itself, and percent-encoded as in a URL or a form (RFC 3986, section 2.1). */
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

/** The text as it appears inside a JSON string. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
