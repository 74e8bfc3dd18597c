import { parsePrefer } from "./prism-library.js";

/** What a request asks of the mock itself with `Prefer` (RFC 7240), as Prism names it. */
export interface Preference {
  /** `Prefer: code=503`: the status to answer a valid request with. */
  readonly code?: number;
  /**
   * `Prefer: code=429, example=rateLimited`: the example to answer with, as it stands in the description.
   * Without a code, it is looked for among those of the status 200.
   */
  readonly exampleKey?: string;
}

const none: Preference = Object.freeze({});

/** A preference, or the sentence that says why it is refused. */
export function readPreference(
  header: string | undefined,
): Preference | string {
  if (header === undefined) return none;
  const { code, example, dynamic } = parsePrefer(header);
  if (dynamic !== undefined && dynamic !== "false") {
    return "Prefer: dynamic is refused. This server ships without the data generator behind it, and answers with the examples of the description; choose one with its status, for example Prefer: code=429, example=rateLimited.";
  }
  if (code !== undefined && !/^[2-5]\d\d$/.test(String(code))) {
    return `Prefer: code=${code} is not the status of an answer. Expected 200 to 599, for example Prefer: code=503.`;
  }
  return {
    ...(code !== undefined && { code: Number(code) }),
    ...(typeof example === "string" && { exampleKey: example }),
  };
}
