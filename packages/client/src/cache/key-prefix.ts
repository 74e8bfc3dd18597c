import type { Config } from "../config.js";

/**
 * Begins the names of what a client stores, so that no other API key and no other server finds it.
 * An API key is long and random: its hash tells nothing of it.
 */
export async function keyPrefix({
  apiKey,
  baseUrl,
}: Pick<Config, "apiKey" | "baseUrl">): Promise<string> {
  const secret = typeof apiKey === "function" ? await apiKey() : apiKey;
  const hash = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(`${baseUrl}\n${secret}`),
  );
  const base64 = btoa(String.fromCharCode(...new Uint8Array(hash)));
  // With the version of what is stored: what another one has stored is never looked at.
  return `melio-token:1:${base64}:`;
}
