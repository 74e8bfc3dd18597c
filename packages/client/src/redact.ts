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
      json = json.replace(patternOf(secret), placeholder);
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

/**
 * Matches the secret in JSON, whichever of its characters are percent-encoded (RFC 3986, section 2.1), in
 * letters of either case.
 */
function patternOf(secret: string): RegExp {
  const characters = [...secret].map((character) => {
    const plain = inJson(character).replace(/\W/g, "\\$&");
    const encoded = character.charCodeAt(0).toString(16).padStart(2, "0");
    const inForm = character === " " ? "|\\+" : "";
    return `(?:${plain}|%${encoded}${inForm})`;
  });
  return new RegExp(characters.join(""), "gi");
}

/** The text as it appears inside a JSON string. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
