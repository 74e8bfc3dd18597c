import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { must } from "../errors/config-error.js";
import { apiKeyHeader } from "../generated/contract.js";
import { checkHeaderValues } from "../header-values.js";
import type { Outgoing } from "../request.js";

/** Sets the API key, asked for anew, on a request that goes to the client's own server. */
export async function authorize(
  { apiKey, apiKeyPrefix, baseUrl }: Config,
  call: Call,
  { url, headers }: Outgoing,
): Promise<void> {
  must(
    url.startsWith(`${baseUrl}/`),
    `The API key must be sent to ${baseUrl} only`,
  );
  const given: unknown = typeof apiKey === "function" ? await apiKey() : apiKey;
  const key = typeof given === "string" ? given : "";
  checkHeaderValues({ apiKey: key });
  call.use(key);
  // Headers take no notice of the space before.
  headers[apiKeyHeader.toLowerCase()] = `${apiKeyPrefix ?? ""} ${key}`;
}
