import type { Call } from "../call.js";
import { MelioApiError } from "../errors/api-error.js";
import { MelioConnectionError } from "../errors/connection-error.js";
import { authorize } from "./authorize.js";
import { readBody } from "./body.js";

/**
 * One attempt: a request out, a whole response in, no redirect followed.
 *
 * @param discards - whether a response makes way for another attempt; its body is then not read
 */
export async function exchange(
  call: Call,
  signal: AbortSignal,
  discards: (response: Response) => boolean,
): Promise<Response> {
  const { url, method, body, config } = call;
  const headers = await authorize(call);
  let response: Response;
  try {
    // A custom header such as the API key's crosses origins on a redirect, so none is followed.
    const init = { method, headers, body, signal, redirect: "manual" } as const;
    response = await config.fetch(url, init);
    // What openapi-fetch could not hand on as a response: 3xx, and 0 for one that a browser hides.
    if (/^[245]/.test(`${response.status}`)) {
      if (!discards(response)) return await readBody(response);
      response.body?.cancel().catch(() => {});
      return response;
    }
  } catch (cause) {
    throw new MelioConnectionError(call, cause);
  }
  throw new MelioApiError(call, response);
}
