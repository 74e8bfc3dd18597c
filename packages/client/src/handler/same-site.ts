/**
 * Whether a page of another site has sent the request. Browsers say where it came from, and no page
 * can change that: in `Sec-Fetch-Site` (Fetch Metadata), older ones in `Origin` alone. What has
 * neither was sent by no page, and so with no user's cookies but its own.
 */
export function isForeign({ headers, url }: Request): boolean {
  const site = headers.get("Sec-Fetch-Site");
  if (site) return site !== "same-origin" && site !== "none";
  const origin = headers.get("Origin");
  if (!origin) return false;
  if (!URL.canParse(origin)) return true;
  const { protocol, host } = new URL(origin);
  // Hosts only: behind a proxy that ends TLS, the schemes differ. In any case and with or without the
  // default port, they are the same (RFC 9110, section 4.2.3).
  const own = `${protocol}//${headers.get("Host") ?? new URL(url).host}`;
  return !URL.canParse(own) || new URL(own).host !== host;
}

/** An origin in the form in which browsers send it; `undefined` if it is none. */
export function normalOrigin(origin: string): string | undefined {
  if (!URL.canParse(origin)) return undefined;
  const url = new URL(origin);
  const isWhole =
    /^https?:$/.test(url.protocol) &&
    url.href === `${url.origin}/` &&
    !origin.endsWith("/");
  return isWhole ? url.origin : undefined;
}
