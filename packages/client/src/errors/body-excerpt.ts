import type { Call } from "../call.js";

/** A server may quote the key that it refuses; an error must not pass that on to a log. */
export function withoutKey({ apiKey }: Call, body: unknown): unknown {
  // A key shorter than this is nobody's secret, and would be found in every second word.
  if (body === undefined || !apiKey || apiKey.length < 8) return body;
  const escaped = JSON.stringify(apiKey).slice(1, -1);
  return JSON.parse(JSON.stringify(body).replaceAll(escaped, "[API key]"));
}

/** The beginning of a body, as text: enough to recognize whose page it is. */
export const excerpt = (body: unknown) =>
  (typeof body === "string" ? body : JSON.stringify(body)).slice(0, 500);
