import { environmentVariable } from "./environment-variable.js";
import { MelioConfigError } from "./errors/config-error.js";
import { servers } from "./generated/contract.js";
import type { MelioClientOptions } from "./options.js";

// 127.0.0.0/8 and ::1 as the URL standard writes them; names below localhost by RFC 6761.
const loopback = /^((.+\.)?localhost|127(\.\d+){3}|\[::1\])$/;

/** What is given goes before what stands in the environment; a URL before a server's name. */
export function resolveBaseUrl({
  baseUrl,
  environment,
}: MelioClientOptions): string {
  const given =
    baseUrl ||
    (environment ? undefined : environmentVariable("MELIO_BASE_URL"));
  if (given) return checkBaseUrl(given);
  const name =
    environment || environmentVariable("MELIO_ENVIRONMENT") || "production";
  if (!Object.hasOwn(servers, name)) {
    throw new MelioConfigError(
      `environment must be one of ${Object.keys(servers).join(", ")}; got ${JSON.stringify(name)}.`,
    );
  }
  return servers[name as keyof typeof servers];
}

function checkBaseUrl(baseUrl: string): string {
  const { protocol, hostname, username, password, search, hash, href } =
    URL.canParse(baseUrl) ? new URL(baseUrl) : ({} as Partial<URL>);
  if (!href || username || password || search || hash) {
    throw new MelioConfigError(
      `baseUrl must be an absolute URL without user name, query or fragment, as ${servers.sandbox} is.`,
    );
  }
  if (
    protocol !== "https:" &&
    !(protocol === "http:" && loopback.test(hostname as string))
  ) {
    throw new MelioConfigError(
      "baseUrl must be https: the API key is sent along. Plain http: is for this machine alone " +
        "(localhost, 127.0.0.1, [::1]).",
    );
  }
  return href.replace(/\/+$/, "");
}
