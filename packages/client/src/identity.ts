import type { Config } from "./config.js";
import { currentKey } from "./exchange.js";

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
async function identify(config: Config): Promise<string> {
  const key = await currentKey(config);
  const hash = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(`${config.baseUrl}\n${key}`),
  );
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}
