import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { MelioConfigError } from "../errors/config-error.js";
import { apiKeyHeader } from "../generated/contract.js";
import type { Send } from "./send.js";

/** Adds the API key, asked for anew, and only to a request that goes to the client's own server. */
export function withCredentials(
  next: Send,
  { baseUrl, credentials }: Config,
  call: Call,
): Send {
  return async (request) => {
    if (!request.url.startsWith(`${baseUrl}/`)) {
      throw new MelioConfigError(
        `The API key is sent to ${baseUrl} alone. For another server, create another client.`,
      );
    }
    call.apiKey = await credentials.apiKey();
    const headers = new Headers(request.headers);
    headers.set(apiKeyHeader, credentials.header(call.apiKey));
    return next({ ...request, headers });
  };
}
