import type { Config } from "./config.js";
import { must } from "./errors.js";

/** A registered symbol, so that another copy of this package finds it too. */
const identityOf = Symbol.for("@melio-platform/client/identity");

/**
 * Lets a cache learn from a client's `http` whom it mints tokens for: a cache that shares tokens among
 * processes must not mix those of different API keys or servers.
 */
export function exposeIdentity(http: object, config: Config): void {
  Object.defineProperty(http, identityOf, { value: () => identify(config) });
}

/** The function that {@link exposeIdentity} set; `undefined` if `http` is not a client's. */
export const identityOfClient = (
  http: object,
): (() => Promise<string>) | undefined => Object(http)[identityOf];

/** The hash of API key and server. An API key is long and random, so its hash does not reveal it. */
async function identify({ apiKey, baseUrl }: Config): Promise<string> {
  must(apiKey, "No API key: pass apiKey, or set MELIO_API_KEY");
  const secret = typeof apiKey === "function" ? await apiKey() : apiKey;
  const hash = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(`${baseUrl}\n${secret}`),
  );
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}
