/**
 * Whether a page of another site has sent the request. Browsers say where it came from, and no page
 * can change that: in `Sec-Fetch-Site` (Fetch Metadata), older ones in `Origin` alone. What has
 * neither was sent by no page, and so with no user's cookies but its own.
 */
export function isForeign({ headers, url }: Request): boolean {
  const site = headers.get("Sec-Fetch-Site");
  if (site) return !/^(same-origin|none)$/.test(site);
  const origin = headers.get("Origin");
  if (!origin) return false;
  // Hosts only: behind a proxy that ends TLS, the schemes differ.
  const host = headers.get("Host") ?? new URL(url).host;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
