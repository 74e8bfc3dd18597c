import { environmentVariable } from "./environment-variable.js";
import { MelioConfigError } from "./errors/config-error.js";
import { servers } from "./generated/contract.js";
import type { MelioClientOptions } from "./options.js";

// Loopback is 127.0.0.0/8 and ::1, as the URL standard writes them, and localhost (RFC 6761).
const safeUrl =
  /^(https:\/\/|http:\/\/(([^/]+\.)?localhost|127(\.\d+){3}|\[::1\])(?=[:/]))[^@?#]+$/;

/** What is given goes before what stands in the environment; a URL before a server's name. */
export function resolveBaseUrl({
  baseUrl,
  environment,
}: MelioClientOptions): string {
  const given =
    baseUrl || (!environment && environmentVariable("MELIO_BASE_URL"));
  if (!given) {
    const name =
      environment || environmentVariable("MELIO_ENVIRONMENT") || "production";
    const server = servers[name as keyof typeof servers] as string | undefined;
    if (server) return server;
    throw new MelioConfigError(
      `environment must be ${Object.keys(servers).join(" or ")}`,
    );
  }
  const { href = "" } = URL.canParse(given) ? new URL(given) : {};
  if (safeUrl.test(href)) return href.replace(/\/+$/, "");
  throw new MelioConfigError(
    "baseUrl must be an https URL (http on localhost only) without credentials, query or fragment",
  );
}
