import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { apiKeyHeader } from "../generated/contract.js";
import { checkHeaderValues } from "../header-values.js";
import type { Outgoing } from "../request.js";

/**
 * A copy of the headers with the API key, asked for anew: no middleware gets to see it. And none can
 * send it elsewhere; a request to another server goes without.
 */
export async function authorize(
  { apiKey, apiKeyPrefix, baseUrl }: Config,
  call: Call,
  { url, headers }: Outgoing,
): Promise<Headers> {
  const given: unknown = typeof apiKey === "function" ? await apiKey() : apiKey;
  const key = typeof given === "string" ? given : "";
  checkHeaderValues({ apiKey: key });
  call.use(key);
  const authorized = new Headers(headers);
  // Headers trims the value.
  if (url.startsWith(`${baseUrl}/`))
    authorized.set(apiKeyHeader, `${apiKeyPrefix ?? ""} ${key}`);
  return authorized;
}
