import { MockServerConfigError } from "../config-error.js";

/**
 * The same rule as the client's. The URL stays out of the message: it may hold a password.
 *
 * @returns the URL without slashes at its end.
 * @throws {@link MockServerConfigError} if the API key must not be sent there.
 */
export function checkBaseUrl(flag: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || /[@?#]/.test(text) || !isSafe(url)) {
    throw new MockServerConfigError(
      `${flag} cannot be used. Expected an https URL with the base path, for example https://api-sandbox.melio.com/v1, without credentials, query and fragment; plain http is for this machine alone, since the API key goes with every request.`,
    );
  }
  return url.href.replace(/\/+$/, "");
}

function isSafe({ protocol, hostname }: URL): boolean {
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return protocol === "https:" || (protocol === "http:" && isLocal);
}
