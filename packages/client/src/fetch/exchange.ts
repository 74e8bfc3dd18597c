import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { MelioApiError } from "../errors/api-error.js";
import { MelioConnectionError } from "../errors/connection-error.js";
import { readBody } from "./body.js";
import type { Send } from "./send.js";

/** The innermost step: one request out, one whole response in, no redirect followed. */
export function createExchange({ fetch }: Config, call: Call): Send {
  return async ({ url, method, headers, body, signal, discards }) => {
    try {
      // A custom header such as the API key's crosses origins on a redirect, so none is followed.
      const init = {
        method,
        headers,
        body,
        signal,
        redirect: "manual",
      } as RequestInit;
      const response = await fetch(url, init);
      const { status } = response;
      if (status < 200 || (status >= 300 && status < 400) || status > 599) {
        throw new MelioApiError(call, response);
      }
      if (!discards?.(response)) return await readBody(response);
      response.body?.cancel().catch(() => {});
      return response;
    } catch (error) {
      throw error instanceof MelioApiError
        ? error
        : new MelioConnectionError(call, error);
    }
  };
}
