import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { MelioApiError } from "../errors/api-error.js";
import { MelioConnectionError } from "../errors/connection-error.js";
import type { Outgoing } from "../request.js";
import { readBody } from "./body.js";
import type { Discards } from "./retries.js";

/**
 * One attempt over the network: a request out, a whole response in, no redirect followed.
 *
 * @param discards - asked of a response; if it makes way for another attempt, its body is not read
 */
export async function exchange(
  { fetch = globalThis.fetch }: Config,
  call: Call,
  outgoing: Outgoing,
  discards: Discards,
): Promise<Response> {
  let response: Response;
  try {
    // A custom header such as the API key's crosses origins on a redirect, so none is followed.
    response = await fetch(outgoing.url, {
      ...outgoing,
      redirect: "manual",
    } as RequestInit);
    // What openapi-fetch could not hand on as a response: 3xx, and 0 for one that a browser hides.
    const { status, ok, headers } = response;
    if (/^[245]/.test(`${status}`)) {
      if (discards(status, headers)) response.body?.cancel().catch(() => {});
      // Else the caller reads it, who may want a stream.
      else if (!ok || outgoing.parseAs === "json") await readBody(response);
      return response;
    }
  } catch (cause) {
    throw new MelioConnectionError(call, cause);
  }
  throw new MelioApiError(call, response);
}
