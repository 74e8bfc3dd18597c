import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./api-types.js";
import type { Call } from "./call.js";
import type { ClientFilled } from "./client-filled.js";
import type { Config } from "./config.js";
import { MelioResponseError } from "./errors/response-error.js";
import { createDependableFetch } from "./fetch/dependable-fetch.js";
import { operations } from "./generated/contract.js";
import { checkHeaderValue } from "./header-value.js";
import type { CallOptions } from "./options.js";
import { findMismatch, type Shape } from "./response-shape.js";

/**
 * openapi-fetch's own surface, typed by the spec: every operation of it, as
 * `{ data, error, response }`, and middleware through `use`. Takes {@link CallOptions} too.
 */
export type MelioHttp = Client<ClientFilled<paths>>;

interface Operation {
  readonly takesIdempotencyKey?: boolean;
  readonly success?: Shape;
}

interface Init extends CallOptions {
  readonly params?: { readonly header?: object };
  readonly parseAs?: string;
}

/** What openapi-fetch makes of a call, before the spec's types are put on it. */
interface Outcome {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** Makes one call, and gives the record of it beside its outcome. */
export type RequestCall = (
  method: string,
  path: string,
  init?: Init,
) => Promise<Outcome & { call: Call }>;

const methods = [
  "GET",
  "PUT",
  "POST",
  "DELETE",
  "OPTIONS",
  "HEAD",
  "PATCH",
  "TRACE",
];

/** Puts the dependable `fetch` below openapi-fetch, and the spec's word on the body above it. */
export function createHttp(config: Config): {
  http: MelioHttp;
  request: RequestCall;
} {
  const { baseUrl, headers } = config;
  const api = createClient({ baseUrl, headers });
  const send = api.request as (
    method: string,
    path: string,
    init: object,
  ) => Promise<Outcome>;

  const request: RequestCall = async (method, path, init = {}) => {
    const { signal, parseAs = "json", ...rest } = init;
    for (const given of [rest.headers, rest.params?.header]) {
      for (const [name, value] of Object.entries(given ?? {})) {
        if (value !== undefined) checkHeaderValue(name, value);
      }
    }
    const operation: Operation | undefined =
      operations[`${method} ${path}` as keyof typeof operations];
    const call: Call = {
      method,
      url: baseUrl + path,
      idempotencyKey: undefined,
      attempts: 0,
    };
    const outcome = await send(method, path, {
      ...rest,
      // Parsed here, so that a body which is not JSON ends in an error that says so.
      parseAs: parseAs === "json" ? "text" : parseAs,
      fetch: createDependableFetch(
        config,
        call,
        init,
        !!operation?.takesIdempotencyKey,
      ),
    });
    if (outcome.response.ok && parseAs === "json") {
      outcome.data = parse(outcome, call, operation?.success);
    }
    return { ...outcome, call };
  };

  const http = {
    ...api,
    request: (method: string, path: string, init?: Init) =>
      plain(request(method.toUpperCase(), path, init)),
    ...Object.fromEntries(
      methods.map((method) => [
        method,
        (path: string, init?: Init) => plain(request(method, path, init)),
      ]),
    ),
  };
  return { http: http as unknown as MelioHttp, request };
}

/** The outcome as openapi-fetch gives it. */
const plain = (outcome: ReturnType<RequestCall>) =>
  outcome.then(({ call, ...rest }) => rest);

/** @throws {@link MelioResponseError}, which quotes nothing: the body may hold a token */
function parse(
  { data, response }: Outcome,
  call: Call,
  shape: Shape = "any",
): unknown {
  let body: unknown;
  try {
    body = data ? JSON.parse(data as string) : undefined;
  } catch {
    throw new MelioResponseError(call, response, "expected JSON");
  }
  const mismatch = findMismatch(shape, body);
  if (mismatch) throw new MelioResponseError(call, response, mismatch);
  return body;
}
