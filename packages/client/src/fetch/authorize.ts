import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { must } from "../errors/config-error.js";
import { apiKeyHeader } from "../generated/contract.js";
import { checkHeaderValue } from "../headers.js";
import type { Outgoing } from "../request.js";

const header = apiKeyHeader.toLowerCase();

/** Sets the API key on a request that goes to the client's own server. */
export function authorize(
  { apiKeyPrefix, baseUrl }: Config,
  call: Call,
  { url, headers }: Outgoing,
  apiKey: string,
): void {
  must(
    url.startsWith(baseUrl) && url[baseUrl.length] === "/",
    `The API key must be sent to ${baseUrl} only`,
  );
  call.use(apiKey);
  headers[header] = apiKeyPrefix ? `${apiKeyPrefix} ${apiKey}` : apiKey;
}

/** Asks the function that gives the API key. */
export async function askApiKey(
  apiKey: () => string | Promise<string>,
  signal: AbortSignal | undefined,
): Promise<string> {
  const given: unknown = await apiKey();
  signal?.throwIfAborted(); // a key that comes too late is not this attempt's any more
  const key = typeof given === "string" ? given : "";
  checkHeaderValue("The result of apiKey()", key);
  return key;
}
