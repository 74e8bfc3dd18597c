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
  let response: Response | undefined;
  for (const { onRequest } of middleware) {
    const result = await onRequest?.(facts);
    if (result instanceof Request) facts.request = result;
    else if (result) {
      response = result;
      break;
    }
  }
  try {
    response ??= await sendRequest(facts.request, outgoing, send);
  } catch (reason) {
    let error = reason;
    for (const { onError } of reversed) {
      const result = await onError?.({ ...facts, error });
      if (result instanceof Error) error = result;
      else if (result) {
        response = result;
        break;
      }
    }
    if (!response) throw error;
  }
  let last = response;
  for (const { onResponse } of reversed) {
    last = (await onResponse?.({ ...facts, response: last })) || last;
  }
  return last;
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
  // Middleware may read the body again.
  return response.bodyUsed
    ? new Response((await response.text()) || null, response)
    : response;
}
