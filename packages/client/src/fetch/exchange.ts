import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { MelioApiError } from "../errors/api-error.js";
import { MelioConnectionError } from "../errors/connection-error.js";
import type { Outgoing } from "../request.js";
import { askApiKey, authorize } from "./authorize.js";
import { readBody } from "./body.js";
import type { Discards } from "./retries.js";

/**
 * One attempt over the network: a request out, a whole response in, no redirect followed.
 *
 * @param discards - asked of a response; if it makes way for another attempt, its body is not read
 */
export async function exchange(
  config: Config,
  call: Call,
  outgoing: Outgoing,
  signal: AbortSignal | undefined,
  discards: Discards,
): Promise<Response> {
  const { apiKey, fetch } = config;
  authorize(
    config,
    call,
    outgoing,
    typeof apiKey === "function" ? await askApiKey(apiKey, signal) : apiKey,
  );
  let response: Response;
  try {
    // A custom header such as the API key's crosses origins on a redirect, so none is followed.
    response = await (fetch ?? globalThis.fetch)(outgoing.url, {
      ...outgoing, // with more than `fetch` knows, which it passes over
      redirect: "manual",
      signal,
    } as RequestInit);
    // All but what openapi-fetch could not hand on: 3xx, and 0 for one that a browser hides.
    const { status, ok } = response;
    if (ok || (status > 399 && status < 600)) {
      if (!ok && discards(status, response)) cancel(response);
      // A stream is the caller's to read.
      else if (!ok || outgoing.parseAs !== "stream") await readBody(response);
      return response;
    }
  } catch (error) {
    throw new MelioConnectionError(call, error);
  }
  cancel(response);
  throw new MelioApiError(call, response);
}

const cancel = ({ body }: Response) => void body?.cancel().catch(() => {});
