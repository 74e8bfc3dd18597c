import type { Call } from "./call.js";
import { MelioResponseError } from "./errors/response-error.js";
import { findMismatch, type Shape } from "./response-shape.js";

/** openapi-fetch's result, before the spec's types are put on it. */
export interface Result {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/**
 * Reads the body as openapi-fetch does, and holds a success against the spec.
 * @throws {@link MelioResponseError}, which quotes nothing: the body may hold a token
 */
export async function readResult(
  call: Call,
  response: Response,
  shape: Shape | undefined,
  parseAs: string,
): Promise<Result> {
  const { ok } = response;
  if (ok && parseAs !== "json") {
    return {
      data:
        parseAs === "stream"
          ? response.body
          : await response[parseAs as "text"](),
      response,
    };
  }
  let body: unknown = (await response.text()) || undefined;
  try {
    body = JSON.parse(body as string);
  } catch {
    // Stays the text that it is, which is of no shape.
  }
  if (!ok) return { error: body && call.silence(body), response };
  const mismatch = shape && findMismatch(shape, body);
  if (mismatch) throw new MelioResponseError(call, response, mismatch);
  return { data: body, response };
}
