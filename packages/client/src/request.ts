import {
  createFinalURL,
  type MergedOptions,
  type Middleware,
  type MiddlewareCallbackParams,
  type QuerySerializerOptions,
} from "openapi-fetch";
import type { Config } from "./config.js";
import {
  createQuerySerializer,
  serializeBody,
  serializePath,
} from "./generated/serializers.js";
import { addHeaders } from "./headers.js";
import type { RetryOptions } from "./options.js";

/** What openapi-fetch takes for a request, before the spec's types are put on it. */
export interface RequestInput
  extends RetryOptions,
    Omit<RequestInit, "body" | "headers" | "signal"> {
  signal?: AbortSignal | null | undefined;
  headers?: Record<string, string> | undefined;
  params?: MiddlewareCallbackParams["params"];
  body?: unknown;
  parseAs?: MergedOptions["parseAs"];
  querySerializer?: MergedOptions["querySerializer"] | QuerySerializerOptions;
  bodySerializer?: MergedOptions["bodySerializer"];
  pathSerializer?: MergedOptions["pathSerializer"];
  middleware?: Middleware[];
}

/** A request as `fetch` takes it; lighter than a `Request`, and read as often as there are attempts. */
export interface Outgoing extends Omit<RequestInit, "signal" | "body"> {
  url: string;
  method: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Exclude<RequestInit["body"], undefined>;
  signal?: AbortSignal | null | undefined;
  parseAs: string;
}

/** What middleware is told of a request beside it. */
export type RequestFacts = Omit<MiddlewareCallbackParams, "request" | "id">;

/** The default one looks at the headers too, to tell a form from JSON; its type does not say so. */
type SerializeBody = (
  body: unknown,
  headers: Outgoing["headers"],
) => Outgoing["body"];

/** Puts a request together with openapi-fetch's parts. */
export function createRequest(
  { baseUrl, headers: defaultHeaders, fetch = globalThis.fetch }: Config,
  method: string,
  schemaPath: string,
  {
    params = {},
    headers: extraHeaders,
    body,
    parseAs = "json",
    querySerializer,
    bodySerializer = serializeBody,
    pathSerializer = serializePath,
    // Not for `fetch`: they say how the call is made.
    timeout,
    deadline,
    maxRetries,
    maxRetryAfter,
    middleware,
    ...init
  }: RequestInput,
): [Outgoing, RequestFacts] {
  const options = {
    baseUrl,
    fetch,
    parseAs,
    bodySerializer,
    pathSerializer,
    querySerializer:
      typeof querySerializer === "function"
        ? querySerializer
        : createQuerySerializer(querySerializer),
  };
  const headers: Outgoing["headers"] = { ...defaultHeaders };
  addHeaders(headers, extraHeaders);
  addHeaders(headers, params.header);
  const serialized =
    body === undefined
      ? null
      : (bodySerializer as SerializeBody)(body, headers);
  if (serialized && !(serialized instanceof FormData)) {
    headers["content-type"] ??= "application/json";
  }
  const outgoing = {
    ...init,
    parseAs,
    url: createFinalURL(schemaPath, {
      baseUrl,
      params,
      pathSerializer,
      querySerializer: options.querySerializer,
    }),
    method,
    headers,
    body: serialized,
  };
  return [outgoing, { schemaPath, params, options }];
}
