import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { must } from "../errors/config-error.js";
import { apiKeyHeader } from "../generated/contract.js";
import { checkHeaderValues } from "../header-values.js";
import type { Outgoing } from "../request.js";

/**
 * A copy of the headers with the API key, asked for anew: no middleware gets to see it, and none can
 * send it to another server.
 */
export async function authorize(
  { apiKey, apiKeyPrefix, baseUrl }: Config,
  call: Call,
  { url, headers }: Outgoing,
): Promise<Headers> {
  must(
    url.startsWith(`${baseUrl}/`),
    `The API key must be sent to ${baseUrl} only`,
  );
  const given: unknown = typeof apiKey === "function" ? await apiKey() : apiKey;
  const key = typeof given === "string" ? given : "";
  checkHeaderValues({ apiKey: key });
  call.use(key);
  const authorized = new Headers(headers);
  authorized.set(apiKeyHeader, `${apiKeyPrefix ?? ""} ${key}`); // trims the value
  return authorized;
}
