import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./api-types.js";
import type { Call } from "./call.js";
import type { ClientFilled } from "./client-filled.js";
import type { Config } from "./config.js";
import { MelioResponseError } from "./errors/response-error.js";
import { createDependableFetch } from "./fetch/dependable-fetch.js";
import { operations } from "./generated/contract.js";
import { checkHeaderValues } from "./header-values.js";
import type { CallOptions } from "./options.js";
import { findMismatch, type Shape } from "./response-shape.js";

/**
 * openapi-fetch's own surface, typed by the spec: every operation of it, as
 * `{ data, error, response }`, and middleware through `use`. Takes {@link CallOptions} too.
 */
export type MelioHttp = Client<ClientFilled<paths>>;

interface Init extends CallOptions {
  readonly params?: { readonly header?: Record<string, unknown> };
  readonly parseAs?: string;
}

interface Result {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** One of the methods of {@link MelioHttp}, before the spec's types are put on it. */
export type Method = (
  path: string,
  init?: Init,
  /** Filled in for who wants to tell more of the call than its result does. */
  call?: Call,
) => Promise<Result>;

/** What the spec says of an operation. */
interface Operation {
  readonly takesIdempotencyKey?: boolean;
  readonly success?: Shape;
}

/** Puts the dependable `fetch` below openapi-fetch, and the spec's word on the body above it. */
export function createHttp(config: Config): MelioHttp {
  const api = createClient({
    baseUrl: config.baseUrl,
    headers: config.headers,
  });
  const http = { ...api } as unknown as Record<string, Method>;
  for (const method in api) {
    const send = http[method] as Method;
    if (method > "Z") continue; // `use`, not `POST`
    http[method] = async (path, init = {}, call = { attempts: 0 }) => {
      checkHeaderValues({ ...init.headers, ...init.params?.header });
      const { takesIdempotencyKey, success = "any" }: Operation =
        operations[`${method} ${path}` as keyof typeof operations] ?? {};
      const result = await send(path, {
        parseAs: "text", // and parsed below, so that an error says what is wrong with the body
        ...init,
        signal: undefined,
        fetch: createDependableFetch(config, call, init, takesIdempotencyKey),
      } as Init);
      if (result.response.ok && !init.parseAs)
        parseSuccess(result, success, call);
      return result;
    };
  }
  const request = (method: string, ...rest: Parameters<Method>) =>
    http[method.toUpperCase()]?.(...rest);
  return { ...http, request } as unknown as MelioHttp;
}

/** @throws {@link MelioResponseError}, which quotes nothing: the body may hold a token */
function parseSuccess(result: Result, shape: Shape, call: Call): void {
  try {
    result.data = JSON.parse(result.data as string);
  } catch {
    // Stays the text that it is, which is of no shape but "any".
  }
  const mismatch = findMismatch(shape, result.data);
  if (mismatch) throw new MelioResponseError(call, result.response, mismatch);
}
