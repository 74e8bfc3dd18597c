import { MockServerConfigError } from "../config-error.js";

/**
 * Applies the rule of the client's `baseUrl`. The message does not contain the URL, which may contain a password.
 *
 * @returns the URL without trailing slashes.
 * @throws {@link MockServerConfigError} if the API key must not be sent there.
 */
export function checkBaseUrl(flag: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || /[@?#\\\s]/.test(text) || !isSafe(url)) {
    throw new MockServerConfigError(
      `${flag}: expected an https URL with the base path, such as https://api-sandbox.melio.com/v1, without credentials, query, fragment, backslashes or spaces. Plain http is allowed for this machine only, because every request carries the API key.`,
    );
  }
  return url.href.replace(/\/+$/, "");
}

function isSafe({ protocol, hostname }: URL): boolean {
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return protocol === "https:" || (protocol === "http:" && isLocal);
}
