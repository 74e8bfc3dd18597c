import type { Call } from "../call.js";
import { apiKeyHeader } from "../generated/contract.js";
import { checkHeaderValues } from "../header-values.js";

/** A copy of the call's headers with the API key, asked for anew; no middleware gets to see it. */
export async function authorize(call: Call): Promise<Headers> {
  const { apiKey, apiKeyPrefix } = call.config;
  call.apiKey = typeof apiKey === "function" ? await apiKey() : apiKey;
  checkHeaderValues({ apiKey: call.apiKey });
  const headers = new Headers(call.headers);
  headers.set(
    apiKeyHeader,
    apiKeyPrefix ? `${apiKeyPrefix} ${call.apiKey}` : call.apiKey,
  );
  return headers;
}
