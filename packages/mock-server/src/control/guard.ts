import {
  type ContractResponse,
  errorResponse,
  type IncomingRequest,
} from "../messages.js";

/** Answers a request that may not steer the server; `undefined` if it may. */
export type Guard = (incoming: IncomingRequest) => ContractResponse | undefined;

/**
 * Keeps web pages from steering the server: one of another origin, and one whose name was made to mean this
 * machine (DNS rebinding). A program sends no `Origin`, and a name that it was told.
 *
 * @param names - Names and addresses under which the server may be steered, beside this machine's own.
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

/** Without the port; an IPv6 address without its brackets. */
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

/** Whether a name or an address means this machine alone. */
export function isLoopback(host: string): boolean {
  return /^(?:127(?:\.\d{1,3}){3}|::1|(?:[^.]+\.)*localhost)$/i.test(host);
}
