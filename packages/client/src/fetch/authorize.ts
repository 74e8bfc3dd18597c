import type { Call } from "../call.js";
import type { Config } from "../config.js";
import { apiKeyHeader } from "../generated/contract.js";
import { checkHeaderValues } from "../header-values.js";

/** A copy of the headers with the API key, asked for anew; no middleware gets to see it. */
export async function authorize(
  { apiKey, apiKeyPrefix }: Config,
  call: Call,
  headers: Headers,
): Promise<Headers> {
  const given: unknown = typeof apiKey === "function" ? await apiKey() : apiKey;
  const key = typeof given === "string" ? given : "";
  checkHeaderValues({ apiKey: key });
  call.use(key);
  const authorized = new Headers(headers);
  authorized.set(apiKeyHeader, `${apiKeyPrefix ?? ""} ${key}`); // which trims it
  return authorized;
}
