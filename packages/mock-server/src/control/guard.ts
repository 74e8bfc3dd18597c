import {
  type ContractResponse,
  errorResponse,
  type IncomingRequest,
} from "../messages.js";

/** Answers a request that may not control the server. `undefined` if it may. */
export type Guard = (incoming: IncomingRequest) => ContractResponse | undefined;

/**
 * Keeps web pages from controlling the server: pages of other origins, and pages whose hostname was pointed to this
 * machine (DNS rebinding). Programs send no `Origin`, and a hostname that they were configured with.
 *
 * @param names - Additional hostnames and addresses to accept. Those of this machine are always accepted.
 */
export function createGuard(names: readonly string[]): Guard {
  const allowed = new Set(names.map((name) => name.toLowerCase()));

  return ({ authority = "", headers }) => {
    const host = hostOf(authority);
    if (!isLoopback(host) && !allowed.has(host)) {
      return forbidden(
        "forbidden_host",
        `The control API does not accept the hostname "${host}", only names of this machine. To allow it, use the option allowHosts (--allow-host ${host || "<name>"}).`,
      );
    }
    const { origin } = headers;
    if (origin !== undefined && !isOwn(origin, authority)) {
      return forbidden(
        "forbidden_origin",
        "The control API does not accept requests from pages of other origins.",
      );
    }
    return undefined;
  };
}

function forbidden(code: string, message: string): ContractResponse {
  return errorResponse(403, { code, message });
}

/** Without the port, and without the brackets of an IPv6 address. */
function hostOf(authority: string): string {
  return authority
    .toLowerCase()
    .replace(/:\d*$/, "")
    .replace(/^\[(.*)\]$/, "$1");
}

function isOwn(origin: string, authority: string): boolean {
  const [, originHost] = /^https?:\/\/([^/]+)$/i.exec(origin) ?? [];
  return originHost?.toLowerCase() === authority.toLowerCase();
}

/** Whether a hostname or an address means this machine only. */
export function isLoopback(host: string): boolean {
  return /^(?:127(?:\.\d{1,3}){3}|::1|(?:[^.]+\.)*localhost)$/i.test(host);
}
