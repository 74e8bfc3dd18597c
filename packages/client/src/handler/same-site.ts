import { isHttpUrl, parseUrl } from "../check-settings.js";

/**
 * Returns whether a page of another site sent the request. Browsers say where a request comes from, in
 * `Sec-Fetch-Site` (Fetch Metadata) or, if they are older, in `Origin`, and no page can change that. A
 * request with neither header does not come from a page, so it carries only its sender's own cookies.
 */
export function isForeign({ headers, url }: Request): boolean {
  const site = headers.get("Sec-Fetch-Site");
  if (site) return site !== "same-origin" && site !== "none";
  const origin = headers.get("Origin");
  if (!origin) return false;
  const sender = parseUrl(origin);
  if (!sender) return true;
  // Compares hosts only: behind a proxy that terminates TLS, the schemes differ. Case and the default
  // port make no difference (RFC 9110, section 4.2.3).
  const host = headers.get("Host") ?? new URL(url).host;
  return parseUrl(`${sender.protocol}//${host}`)?.host !== sender.host;
}

/** Returns an origin as browsers send it, or `undefined` if the text is not an origin. */
export function normalOrigin(origin: string): string | undefined {
  const url = parseUrl(origin);
  if (!url) return undefined;
  const isWhole =
    isHttpUrl(url) &&
    url.href === `${url.origin}/` &&
    !url.host.includes("*") && // not a wildcard anywhere else either
    !origin.endsWith("/");
  return isWhole ? url.origin : undefined;
}
