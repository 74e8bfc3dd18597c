import { must } from "./errors/config-error.js";
import { servers } from "./generated/contract.js";
import type { MelioClientOptions } from "./options.js";

// Plain http: to loopback alone. No "@", which would begin another host, and no query.
const safeUrl =
  /^(https:\/\/|http:\/\/(localhost|127(\.\d+){3}|\[::1])(?![^:/]))[^@?#]*$/i;

/** What is given goes before what stands in the environment; a URL before a server's name. */
export function resolveBaseUrl(
  { baseUrl, environment }: MelioClientOptions,
  variables: Record<string, string | undefined>,
): string {
  const url =
    baseUrl ||
    (!environment && variables.MELIO_BASE_URL) ||
    servers[
      (environment ||
        variables.MELIO_ENVIRONMENT ||
        "production") as keyof typeof servers
    ];
  must(
    safeUrl.test(url) && URL.canParse(url),
    `environment must be one of ${Object.keys(servers)}; baseUrl an https URL (http on localhost only), without credentials, query and fragment`,
  );
  return new URL(url).href.replace(/\/+$/, "");
}
