// biome-ignore syntax/correctness/noTypeOnlyImportAttributes: this one is TypeScript's. The declarations for `require` are not valid TypeScript, so CommonJS takes those of the module too.
import type { Client, Middleware } from "openapi-fetch" with {
  "resolution-mode": "import",
};
import createClient from "openapi-fetch";
import type { paths } from "./api-types.js";
import { Call } from "./call.js";
import { type Config, resolveRetryOptions } from "./config.js";
import { MelioResponseError, must } from "./errors.js";
import type { Outgoing } from "./exchange.js";
import {
  accountHeader,
  idempotencyKeyHeader,
  operations,
} from "./generated/contract.js";
import { headersToRecord } from "./headers.js";
import type { CallOptions } from "./options.js";
import { findMismatch, type Shape } from "./response.js";
import { type Received, send } from "./send.js";

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
}

/** openapi-fetch's result, without the types of the spec. */
export interface Result {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** Makes one call, like `melio.http.request`, but with a `Call` for its details. */
export type MakeCall = (
  call: Call,
  path: string,
  init: Init,
) => Promise<Result>;

const accountName = accountHeader.toLowerCase();
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
  ) => Promise<Result>;
  let mayHaveMiddleware = false;

  const makeCall: MakeCall = async (call, path, given) => {
    const init = ownProperties(given);
    const name = `${call.method} ${path}`;
    const operation: Operation = ownProperties(
      Object.hasOwn(operations, name)
        ? operations[name as keyof typeof operations]
        : undefined,
    );
    // An operation that must not be repeated has maxRetries 0.
    const settings = {
      ...resolveRetryOptions(init, config),
      ...(operation.maxRetries !== undefined && {
        maxRetries: operation.maxRetries,
      }),
    };
    const { parseAs = "json", signal, params, body, middleware } = init;
    const headers = headersToRecord(init.headers);
    const headerParams = headersToRecord(params?.header); // merged by openapi-fetch
    // All attempts have the same key, which makes them safe to repeat
    // (IETF draft "The Idempotency-Key HTTP Header Field").
    if (operation.idempotent) {
      call.idempotencyKey =
        headerParams[idempotencyKeyName] ??
        headers[idempotencyKeyName] ??
        crypto.randomUUID();
      headers[idempotencyKeyName] = call.idempotencyKey;
    }
    // Middleware needs a real Request and a real Response, which cost time.
    const isLight = !mayHaveMiddleware && !middleware && body === undefined;

    const fetch = async (request: Request | LightRequest) => {
      const headers = Object.fromEntries(request.headers);
      if (operation.idempotent) {
        // Middleware may have changed or removed it.
        call.idempotencyKey =
          headers[idempotencyKeyName] ?? call.idempotencyKey;
        headers[idempotencyKeyName] = `${call.idempotencyKey}`;
      }
      call.url = request.url;
      const outgoing: Outgoing = {
        url: request.url,
        method: request.method,
        headers,
        body: request instanceof LightRequest ? null : await bodyOf(request),
        init: fetchInit(init),
      };
      const received = await send(config, call, outgoing, {
        settings,
        signal,
        streams: parseAs === "stream",
      });
      return isLight ? lightResponse(received) : wholeResponse(received);
    };

    const result = await callOpenapiFetch(call.method, path, {
      ...init,
      params: { ...params, query: ownProperties(params?.query) },
      body,
      middleware,
      headers,
      // Parsed below, so that no error quotes an invalid body.
      parseAs: parseAs === "json" ? "text" : parseAs,
      signal: undefined, // `send` handles it; a Request would leave a listener on it
      baseUrl: undefined,
      fetch,
      Request: isLight ? LightRequest : globalThis.Request,
    });
    return checkedResult(call, result, operation.success, parseAs);
  };

  const request = async (method: string, path: string, init: Init = {}) => {
    // Otherwise a variable that is not set would call for the Partner itself.
    const isUnset = ([name, value]: [string, unknown]) =>
      name.toLowerCase() === accountName && value === undefined;
    must(
      !Object.entries(Object(init.params?.header)).some(isUnset),
      `${accountHeader} is undefined: pass the ID of an Account, or leave the header out to call for the Partner itself`,
    );
    const call = new Call(method.toUpperCase(), config.baseUrl + path);
    return makeCall(call, path, init);
  };
  const http: Record<string, unknown> = {
    ...client,
    request,
    use(...middleware: Middleware[]) {
      client.use(...middleware);
      mayHaveMiddleware = true;
    },
  };
  // GET, POST and the other methods of openapi-fetch.
  for (const name of Object.keys(client))
    if (name === name.toUpperCase()) http[name] = request.bind(undefined, name);
  return { http: http as unknown as MelioHttp, makeCall };
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

/** Reads the whole body, because there may be several attempts. */
async function bodyOf(request: Request): Promise<ArrayBuffer | null> {
  const body = await request.arrayBuffer();
  return body.byteLength > 0 ? body : null;
}

/** Returns a copy without inherited properties, so that a polluted `Object.prototype` adds nothing to a call. */
const ownProperties = <T extends object>(object: T | undefined): T =>
  Object.assign(Object.create(null), object);

/** The options of `fetch` itself: `cache`, `keepalive`, or those that a runtime adds to the standard. */
function fetchInit({
  timeout,
  deadline,
  maxRetries,
  maxRetryAfter,
  params,
  parseAs,
  middleware,
  headers,
  body,
  signal,
  ...init
}: Init): RequestInit {
  return init;
}

const decoder = new TextDecoder();

/** The original response, with a body that can still be read. */
function lightResponse({ response, body }: Received): Response {
  if (body) {
    response.text = async () => decoder.decode(body);
    response.arrayBuffer = async () => copyOf(body).buffer;
    response.blob = async () => new Blob([body], { type: typeOf(response) });
  }
  return response;
}

/** A response that looks like the original to middleware. */
function wholeResponse({ response, body }: Received): Response {
  if (!body) return response;
  const { status, statusText, headers, url } = response;
  const whole = new Response(body.length > 0 ? body : null, {
    status,
    statusText,
    headers,
  });
  return Object.defineProperty(whole, "url", { value: url });
}

const copyOf = (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(bytes);
const typeOf = ({ headers }: Response) => headers.get("Content-Type") ?? "";

/**
 * Parses a success and checks it against the spec. Removes the API key from an error.
 * @throws {@link MelioResponseError}, which does not quote the body, because it may contain a token
 */
function checkedResult(
  call: Call,
  { data, error, response }: Result,
  shape: Shape | undefined,
  parseAs: string,
): Result {
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
