import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { MelioApiError } from "../errors/api-error.js";
import { MelioConnectionError } from "../errors/connection-error.js";
import { readBody } from "./body.js";
import type { Send } from "./send.js";

/** The innermost step: one request out, one whole response in, no redirect followed. */
export function createExchange({ fetch }: Config, call: Call): Send {
  return async ({ url, discards, ...request }) => {
    let response: Response;
    try {
      // A custom header such as the API key's crosses origins on a redirect, so none is followed.
      response = await fetch(url, {
        ...request,
        redirect: "manual",
      } as RequestInit);
      // What openapi-fetch could not hand on as a response: 3xx, and 0 for one that a browser hides.
      if (/^[245]/.test(`${response.status}`)) {
        if (!discards?.(response)) return await readBody(response);
        response.body?.cancel().catch(() => {});
        return response;
      }
    } catch (cause) {
      throw new MelioConnectionError(call, cause);
    }
    throw new MelioApiError(call, response);
  };
}
