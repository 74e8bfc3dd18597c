import type { Middleware, MiddlewareCallbackParams } from "openapi-fetch";

/**
 * Sends a request through middleware as openapi-fetch does: `onRequest` in order, `onResponse` and
 * `onError` in reverse, each of them may replace what it is given.
 */
export async function sendThroughMiddleware(
  middleware: Middleware[],
  facts: MiddlewareCallbackParams,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  const reversed = middleware.toReversed();
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
    response ??= await send(facts.request);
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
