import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { MelioApiError } from "../errors/api-error.js";
import { MelioConnectionError } from "../errors/connection-error.js";
import { readBody } from "./body.js";

/**
 * One attempt over the network: a request out, a whole response in, no redirect followed.
 *
 * @param discards - whether a response makes way for another attempt; its body is then not read
 */
export async function exchange(
  { fetch = globalThis.fetch }: Config,
  call: Call,
  init: RequestInit,
  discards: (response: Response) => boolean,
): Promise<Response> {
  let response: Response;
  try {
    // A custom header such as the API key's crosses origins on a redirect, so none is followed.
    response = await fetch(call.url, { ...init, redirect: "manual" });
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
