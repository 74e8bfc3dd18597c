import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { must } from "../errors/config-error.js";
import { apiKeyHeader } from "../generated/contract.js";
import { checkHeaderValues } from "../header-values.js";
import type { Send } from "./send.js";

/** Adds the API key, asked for anew, and only to a request that goes to the client's own server. */
export function withCredentials(next: Send, config: Config, call: Call): Send {
  return async (request) => {
    must(
      request.url.startsWith(`${config.baseUrl}/`),
      `The API key must go to ${config.baseUrl} only`,
    );
    const apiKey = await config.apiKey();
    checkHeaderValues({ apiKey });
    call.apiKey = apiKey;
    const headers = new Headers(request.headers);
    headers.set(apiKeyHeader, config.prefix + apiKey);
    return next({ ...request, headers });
  };
}
