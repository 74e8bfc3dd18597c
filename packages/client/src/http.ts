import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./api-types.js";
import { Call } from "./call.js";
import type { ClientFilled } from "./client-filled.js";
import type { Config } from "./config.js";
import { MelioResponseError } from "./errors/response-error.js";
import { createDependableFetch } from "./fetch/dependable-fetch.js";
import { operations } from "./generated/contract.js";
import { checkHeaderValues } from "./header-values.js";
import type { Operation } from "./operation.js";
import type { CallOptions } from "./options.js";
import { findMismatch } from "./response-shape.js";
import { resolveRetryOptions } from "./retry-options.js";

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

/** `melio.http.request`, before the spec's types are put on it. */
export type RequestMethod = (
  method: string,
  path: string,
  init?: Init,
  /** Given by who wants to tell more of the call than its result does. */
  call?: Call,
) => Promise<Result>;

/** Puts the dependable `fetch` below openapi-fetch, and the spec's word on the body above it. */
export function createHttp(config: Config): MelioHttp {
  const api = createClient({
    baseUrl: config.baseUrl,
    headers: config.headers,
  });
  const request: RequestMethod = async (
    method,
    path,
    init = {},
    call = new Call(),
  ) => {
    checkHeaderValues({ ...init.headers, ...init.params?.header });
    const operation: Operation =
      operations[
        `${method.toUpperCase()} ${path}` as keyof typeof operations
      ] ?? {};
    const settings = { ...resolveRetryOptions(init, config), ...operation };
    const result: Result = await (api.request as RequestMethod)(method, path, {
      parseAs: "text", // and parsed below, so that an error says what is wrong with the body
      ...init,
      baseUrl: undefined, // the API key is for the client's own server
      signal: undefined, // heeded by the fetch below; a Request would leave a listener on it
      fetch: createDependableFetch(config, call, settings, init.signal),
    } as Init);
    if (result.response.ok && !init.parseAs)
      parseSuccess(call, operation, result);
    return result;
  };
  const http: Record<string, unknown> = { ...api, request };
  for (const method in api) {
    // `POST`, not `use`
    if (method < "a")
      http[method] = (path: string, init?: Init) => request(method, path, init);
  }
  return http as unknown as MelioHttp;
}

/** @throws {@link MelioResponseError}, which quotes nothing: the body may hold a token */
function parseSuccess(
  call: Call,
  { success }: Operation,
  result: Result,
): void {
  try {
    result.data = JSON.parse(result.data as string);
  } catch {
    // Stays the text that it is, which is of no shape.
  }
  const mismatch = success && findMismatch(success, result.data);
  if (mismatch) throw new MelioResponseError(call, result.response, mismatch);
}
