import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Lets a page of any origin read the answer, and send cookies.
 *
 * @returns Whether the request was a preflight, and is answered.
 */
export function allowCrossOrigin(
  request: IncomingMessage,
  response: ServerResponse,
  date: string,
): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return false;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-credentials", "true");
  response.setHeader("vary", "Origin");

  const method = request.headers["access-control-request-method"];
  if (request.method !== "OPTIONS" || method === undefined) {
    // With credentials, `*` is a name like any other (Fetch, section 3.3.3).
    response.setHeader("access-control-expose-headers", exposedHeaders);
    return false;
  }
  response.writeHead(204, {
    date,
    "access-control-allow-methods": method,
    "access-control-allow-headers":
      request.headers["access-control-request-headers"] ?? "",
    "access-control-max-age": "600",
  });
  response.end();
  return true;
}

const exposedHeaders =
  "*, Date, Idempotent-Replayed, Retry-After, WWW-Authenticate";
