import type { Middleware } from "openapi-fetch";
import type { Outgoing, RequestFacts } from "./request.js";

/**
 * Sends a request through middleware as openapi-fetch does: `onRequest` in order, `onResponse` and
 * `onError` in reverse, each of them may replace what it is given.
 */
export async function sendThroughMiddleware(
  middleware: Middleware[],
  requestFacts: RequestFacts,
  outgoing: Outgoing,
  send: (outgoing: Outgoing) => Promise<Response>,
): Promise<Response> {
  const reversed = middleware.toReversed();
  // The signal is heeded by `send`; a Request would leave a listener on it.
  const request = new Request(outgoing.url, { ...outgoing, signal: null });
  const facts = { ...requestFacts, request, id: crypto.randomUUID() };
  for (const each of middleware) {
    const result = await each.onRequest?.(facts);
    if (result instanceof Request) facts.request = result;
    else if (result) return result;
  }
  let response: Response | undefined;
  try {
    response = await sendRequest(facts.request, outgoing, send);
  } catch (reason) {
    let error = reason;
    for (const each of reversed) {
      const result = await each.onError?.({ ...facts, error });
      if (result instanceof Error) error = result;
      else if (result) {
        response = result;
        break;
      }
    }
    if (!response) throw error;
  }
  for (const each of reversed) {
    response = (await each.onResponse?.({ ...facts, response })) || response;
  }
  return response;
}

async function sendRequest(
  request: Request,
  outgoing: Outgoing,
  send: (outgoing: Outgoing) => Promise<Response>,
): Promise<Response> {
  const { url, method } = request;
  const headers = Object.fromEntries(request.headers); // a copy: the API key is not for middleware
  const body = request.body && (await request.arrayBuffer());
  const response = await send({ ...outgoing, url, method, headers, body });
  if (!response.bodyUsed) return response;
  // Middleware may read the body again.
  const { status, headers: received } = response;
  const blob = await response.blob();
  return new Response(blob.size ? blob : null, { status, headers: received });
}
