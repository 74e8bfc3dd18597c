import type { ContractResponse } from "../messages.js";
import type { Upstream } from "./pass-on.js";

/** What belongs to one connection (RFC 9110, section 7.6.1), or to the coding that `fetch` undoes. */
const ofTheConnection = new Set([
  ...["connection", "keep-alive", "proxy-connection", "proxy-authorization"],
  ...["proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade"],
  ...["host", "content-length", "content-encoding", "accept-encoding"],
  ...["expect", "date"],
]);

/**
 * Makes the function that sends a request to a server.
 *
 * @param baseUrl - With the base path, without a trailing slash.
 * @param basePath - The path that requests have instead.
 * @param timeout - How long to wait for the whole response, in milliseconds.
 */
export function createUpstream(
  baseUrl: string,
  basePath: string,
  timeout: number,
): Upstream {
  return async ({ method, path, query, headers, body }, closing) => {
    const target = `${baseUrl}${path.slice(basePath.length)}${query && `?${query}`}`;
    const response = await fetch(target, {
      method,
      headers: passing(Object.entries(headers)),
      // A redirect would carry the API key elsewhere; it is an answer as any other.
      redirect: "manual",
      signal: AbortSignal.any([closing, AbortSignal.timeout(timeout)]),
      ...(body instanceof Uint8Array && { body: new Uint8Array(body) }),
    });
    const answer: ContractResponse = {
      status: response.status,
      headers: passing([...response.headers]),
      body: textOrBytes(await response.arrayBuffer()),
    };
    return answer;
  };
}

/** Returns text if it converts back to the same bytes, so that it can be checked and recorded. */
function textOrBytes(body: ArrayBuffer): string | Uint8Array {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      body,
    );
  } catch {
    return new Uint8Array(body);
  }
}

function passing(headers: Iterable<[string, string]>): Record<string, string> {
  return Object.fromEntries(
    [...headers].filter(([name]) => !ofTheConnection.has(name)),
  );
}
