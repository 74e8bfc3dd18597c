// biome-ignore syntax/correctness/noTypeOnlyImportAttributes: this one is TypeScript's. The declarations for `require` are not valid TypeScript, so CommonJS takes those of the module too.
import type { Client, Middleware } from "openapi-fetch" with {
  "resolution-mode": "import",
};
import createClient from "openapi-fetch";
import type { paths } from "./api-types.js";
import { Call } from "./call.js";
import { type Config, takeLimits } from "./config.js";
import { MelioResponseError } from "./errors.js";
import type { Outgoing } from "./exchange.js";
import { idempotencyKeyHeader, operations } from "./generated/contract.js";
import { headersToRecord } from "./headers.js";
import type { CallOptions } from "./options.js";
import { findMismatch, type Shape } from "./response.js";
import { type SendOptions, send } from "./send.js";

/**
 * An openapi-fetch client, typed by the spec. It calls every operation, returns `{ data, error, response }`,
 * and supports middleware with `use`. A call also accepts {@link CallOptions}, but not openapi-fetch's
 * `baseUrl`, `fetch` or `Request`: the API key is sent to the client's own server only.
 */
export type MelioHttp = Client<ClientFilled<paths>>;

/** Makes the headers optional that the client sets. The rest of `paths` is unchanged. */
type ClientFilled<Paths> = {
  [Path in keyof Paths]: {
    [Method in keyof Paths[Path]]: Paths[Path][Method] extends {
      parameters: { header: infer Header extends { [K in Key]: unknown } };
    }
      ? Omit<Paths[Path][Method], "parameters"> & {
          parameters: Omit<Paths[Path][Method]["parameters"], "header"> & {
            header?: Omit<Header, Key> & { [K in Key]?: Header[K] };
          };
        }
      : Paths[Path][Method];
  };
};
type Key = typeof idempotencyKeyHeader;

/** What the spec says about an operation, see scripts/generate.js. */
interface Operation {
  readonly idempotent?: boolean;
  /** 0 if the operation is not safe to repeat. */
  readonly maxRetries?: number;
  /** Shape of the body of a success. */
  readonly success?: Shape;
}

/** openapi-fetch's `init`, without the types of the spec. */
interface Init
  extends Omit<CallOptions, "headers">,
    Omit<RequestInit, "headers" | "signal" | "body"> {
  headers?: unknown;
  body?: unknown;
  params?: { header?: unknown; query?: object };
  parseAs?: string;
  middleware?: Middleware[];
  baseUrl?: unknown;
  fetch?: unknown;
  Request?: unknown;
  querySerializer?: unknown;
  bodySerializer?: unknown;
  pathSerializer?: unknown;
}

/** openapi-fetch's result, without the types of the spec. */
export interface Result {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** What openapi-fetch itself returns. */
interface OpenapiFetchResult extends Omit<Result, "response"> {
  response: Response | LightResponse;
}

/** Makes one call, like `melio.http.request`, but with a `Call` for its details. */
export type MakeCall = (
  call: Call,
  path: string,
  init: Init,
) => Promise<Result>;

const idempotencyKeyName = idempotencyKeyHeader.toLowerCase();

/**
 * Creates an openapi-fetch client that uses a separate `fetch` for each call. That `fetch` knows the operation,
 * and adds retries and time limits.
 */
export function createHttp(config: Config): {
  http: MelioHttp;
  makeCall: MakeCall;
} {
  const client = createClient<Record<string, never>>({
    baseUrl: config.baseUrl,
    headers: config.headers,
  });
  const callOpenapiFetch = client.request as unknown as (
    method: string,
    path: string,
    init: object,
  ) => Promise<OpenapiFetchResult>;
  let mayHaveMiddleware = false;

  const makeCall: MakeCall = async (call, path, init) => {
    const {
      // Dropped: the API key is sent to the client's own server only.
      baseUrl,
      fetch,
      Request,
      // openapi-fetch's
      body,
      params,
      middleware,
      parseAs = "json",
      querySerializer,
      bodySerializer,
      pathSerializer,
      headers: givenHeaders,
      ...others
    } = ownProperties(init);
    // The rest is `fetch`'s: `cache`, `keepalive`, or what a runtime adds to the standard.
    const { settings, signal, rest } = takeLimits(others, config.retry);
    const operation = findOperation(call.method, path);
    const headers = headersToRecord(givenHeaders);
    const headerParams = headersToRecord(params?.header); // checked here; openapi-fetch merges both
    // All attempts have the same key, which makes them safe to repeat
    // (IETF draft "The Idempotency-Key HTTP Header Field").
    if (operation.idempotent) {
      call.idempotencyKey =
        headerParams[idempotencyKeyName] ??
        headers[idempotencyKeyName] ??
        crypto.randomUUID();
      headers[idempotencyKeyName] = call.idempotencyKey;
    }
    // Anything but a text without middleware needs a real Request and a real Response, which cost time.
    const isLight =
      !mayHaveMiddleware &&
      !middleware &&
      body === undefined &&
      (parseAs === "json" || parseAs === "text");
    const result = await callOpenapiFetch(call.method, path, {
      ...rest,
      // Each option is named, so that a polluted `Object.prototype` adds none.
      baseUrl: undefined,
      body,
      params: { ...params, query: ownProperties(params?.query) },
      middleware,
      // Parsed below, so that no error quotes an invalid body.
      parseAs: parseAs === "json" ? "text" : parseAs,
      querySerializer,
      bodySerializer,
      pathSerializer,
      headers,
      fetch: createFetch(config, call, rest, {
        settings: {
          ...settings,
          // An operation that must not be repeated has maxRetries 0.
          maxRetries: operation.maxRetries ?? settings.maxRetries,
        },
        signal,
        streams: parseAs === "stream",
      }),
      Request: isLight ? LightRequest : globalThis.Request,
    });
    return checkedResult(call, result, operation.success, parseAs);
  };

  const request = async (method: string, path: string, init: Init = {}) => {
    const call = new Call(method.toUpperCase(), config.baseUrl + path);
    return makeCall(call, path, init);
  };
  // All that openapi-fetch has: `GET`, `POST` and so on.
  const methods = Object.keys(client)
    .filter((name) => name === name.toUpperCase())
    .map((method) => [method, request.bind(undefined, method)]);
  const http = {
    ...client,
    request,
    ...Object.fromEntries(methods),
    use(...middleware: Middleware[]) {
      client.use(...middleware);
      mayHaveMiddleware = true;
    },
  };
  return { http: http as unknown as MelioHttp, makeCall };
}

function findOperation(method: string, path: string): Operation {
  const name = `${method} ${path}`;
  return ownProperties(
    Object.hasOwn(operations, name)
      ? operations[name as keyof typeof operations]
      : undefined,
  );
}

/** Creates the `fetch` that openapi-fetch uses for one call. */
function createFetch(
  config: Config,
  call: Call,
  init: RequestInit,
  options: SendOptions,
) {
  return async (request: Request | LightRequest) => {
    const headers = Object.fromEntries(request.headers);
    if (call.idempotencyKey !== undefined) {
      // Middleware may have changed or removed it.
      call.idempotencyKey = headers[idempotencyKeyName] ?? call.idempotencyKey;
      headers[idempotencyKeyName] = call.idempotencyKey;
    }
    call.url = request.url;
    const { url, method } = request;
    const isLight = request instanceof LightRequest;
    const sent = isLight ? null : await bodyOf(request);
    const outgoing: Outgoing = { url, method, headers, body: sent, init };
    const { response, body } = await send(config, call, outgoing, options);
    if (!body) return response; // the caller reads it
    return isLight
      ? createLightResponse(response, body)
      : wholeResponse(response, body);
  };
}

/**
 * Replaces `Request` for a call without a body and without middleware. It has only the properties that are read,
 * and takes less time to create.
 */
class LightRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;

  constructor(url: string, init: { method: string; headers: Headers }) {
    // Normalized like that of a Request, because it decides whether the API key may be sent there.
    this.url = new URL(url).href;
    this.method = init.method;
    this.headers = init.headers;
  }
}

/** Replaces `Response` for such a call: what openapi-fetch reads of one. */
interface LightResponse
  extends Pick<Response, "ok" | "status" | "headers" | "text"> {
  readonly original: Response;
}

const createLightResponse = (
  original: Response,
  body: Uint8Array<ArrayBuffer>,
): LightResponse => ({
  ok: original.ok,
  status: original.status,
  headers: original.headers,
  text: async () => decoder.decode(body),
  original,
});

/** Reads the whole body, because there may be several attempts. */
async function bodyOf(request: Request): Promise<ArrayBuffer | null> {
  const body = await request.arrayBuffer();
  return body.byteLength > 0 ? body : null;
}

/** Returns a copy without inherited properties, so that a polluted `Object.prototype` adds nothing to a call. */
const ownProperties = <T extends object>(object: T | undefined): T =>
  Object.assign(Object.create(null), object);

const decoder = new TextDecoder();

/** A response that looks like the original to middleware. */
function wholeResponse(
  { status, statusText, headers, url }: Response,
  body: Uint8Array<ArrayBuffer>,
): Response {
  const whole = new Response(body.length > 0 ? body : null, {
    status,
    statusText,
    headers,
  });
  return Object.defineProperty(whole, "url", { value: url });
}

/**
 * Parses a success and checks it against the spec. Removes the API key from an error.
 * @throws {@link MelioResponseError}, which does not quote the body, because it may contain a token
 */
function checkedResult(
  call: Call,
  { data, error, response: given }: OpenapiFetchResult,
  shape: Shape | undefined,
  parseAs: string,
): Result {
  const response = "original" in given ? given.original : given;
  hideSecrets(call, response);
  if (!response.ok)
    return { error: error === "" ? undefined : call.redact(error), response };
  if (parseAs !== "json") return { data, response };
  const body = parseJson(data as string | undefined);
  const mismatch = shape && findMismatch(shape, body);
  if (mismatch) throw new MelioResponseError(call, response, mismatch);
  return { data: body, response };
}

/** Removes the API key from the headers of a result, in case a server quoted it. */
function hideSecrets(call: Call, response: Response): void {
  const { headers } = response;
  let shown: Headers | undefined;
  Object.defineProperty(response, "headers", {
    configurable: true, // a `fetch` in a test may return the same response again
    get() {
      shown ??= call.redactHeaders(headers);
      return shown;
    },
  });
}

/** Text that is not JSON stays text, which matches no shape. */
function parseJson(text: string | undefined): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
