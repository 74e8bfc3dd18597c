import {
  createFinalURL,
  createQuerySerializer,
  defaultBodySerializer,
  defaultPathSerializer,
  type HeadersOptions,
  type MergedOptions,
  type MiddlewareCallbackParams,
  mergeHeaders,
  type QuerySerializerOptions,
} from "openapi-fetch";
import type { Config } from "./config.js";

/** What openapi-fetch takes for a request, before the spec's types are put on it. */
export interface RequestInput
  extends Omit<RequestInit, "body" | "headers" | "signal"> {
  signal?: AbortSignal | null | undefined;
  headers?: Record<string, string> | undefined;
  params?: MiddlewareCallbackParams["params"];
  body?: unknown;
  parseAs?: MergedOptions["parseAs"];
  querySerializer?: MergedOptions["querySerializer"] | QuerySerializerOptions;
  bodySerializer?: MergedOptions["bodySerializer"];
  pathSerializer?: MergedOptions["pathSerializer"];
}

/** The default one looks at the headers too, to tell a form from JSON; its type does not say so. */
declare function serializeBody(body: unknown, headers: Headers): BodyInit;

/** Puts a request together with openapi-fetch's parts, and what its middleware is told of it. */
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
    bodySerializer = defaultBodySerializer,
    pathSerializer = defaultPathSerializer,
    signal, // heeded below the middleware; a Request would leave a listener on it
    ...init
  }: RequestInput,
): MiddlewareCallbackParams {
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
  const headers = mergeHeaders(
    body === undefined || body instanceof FormData
      ? {}
      : { "Content-Type": "application/json" },
    defaultHeaders,
    extraHeaders,
    params.header as HeadersOptions,
  );
  const request = new Request(
    createFinalURL(schemaPath, { params, ...options }),
    {
      ...init,
      method,
      headers,
      body:
        body === undefined
          ? null
          : (bodySerializer as typeof serializeBody)(body, headers),
    },
  );
  return { request, schemaPath, params, options, id: crypto.randomUUID() };
}
