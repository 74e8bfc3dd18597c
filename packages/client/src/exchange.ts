import type { Call } from "./call.js";
import type { Config } from "./config.js";
import {
  MelioApiError,
  MelioConnectionError,
  MelioResponseError,
  must,
} from "./errors.js";
import { apiKeyHeader } from "./generated/contract.js";
import { checkHeaderValue } from "./headers.js";
import { isResponse } from "./response.js";
import type { TimeLimit } from "./time-limit.js";

const apiKeyName = apiKeyHeader.toLowerCase();

/** The request of each attempt. */
export interface Outgoing {
  readonly url: string;
  readonly method: string;
  /** Names are in lower case. */
  readonly headers: Record<string, string>;
  readonly body: ArrayBuffer | null;
  /** The other options that the caller passes to `fetch`. */
  readonly init: RequestInit;
}

/** What {@link exchange} needs beside the request. */
export interface ExchangeOptions {
  readonly limit: TimeLimit;
  /** The caller's signal. */
  readonly signal: AbortSignal | null | undefined;
  /** Whether the caller reads the body of a success. */
  readonly streams: boolean;
  /** The API key to send, if an earlier attempt has found it. */
  readonly knownKey: string | undefined;
  /** Whether to ask the `apiKey` function for another key if the server rejects this one. */
  readonly mayChangeKey: boolean;
}

/** The bytes of a body. */
export type Body = Uint8Array<ArrayBuffer>;

/** The response to a request. */
export interface Exchanged {
  readonly response: Response;
  /**
   * The whole body, or, of an error, a promise of it, which never rejects. `undefined` if the caller reads it.
   */
  readonly body: Body | Promise<Body> | undefined;
  /** The key that the `apiKey` function returned after the server had rejected the one that was sent. */
  readonly otherKey?: string | undefined;
}

/**
 * Sends a request once, and reads the response. Does not follow redirects.
 * @throws {@link MelioConnectionError} if there is no complete response
 * @throws {@link MelioApiError} for a redirect
 * @throws {@link MelioConfigError} if the API key must not be sent, or if `fetch` does not return a response
 * @throws anything when the time limit or the caller's signal ends it
 */
export async function exchange(
  config: Config,
  call: Call,
  outgoing: Outgoing,
  { limit, signal, streams, knownKey, mayChangeKey }: ExchangeOptions,
): Promise<Exchanged> {
  const { apiKeyPrefix, baseUrl, fetch = globalThis.fetch } = config;
  const { url, method, headers, init } = outgoing;
  must(
    url.startsWith(`${baseUrl}/`),
    `The API key must be sent to ${baseUrl} only`,
  );
  const key = knownKey ?? (await limit.within(currentKey(config)));
  call.keepSecret(key);
  call.markSent();
  let response: Response;
  try {
    const sending = fetch(url, {
      ...init,
      method,
      headers: {
        ...headers,
        [apiKeyName]: apiKeyPrefix ? `${apiKeyPrefix} ${key}` : key,
      },
      body: outgoing.body,
      redirect: "manual", // `fetch` would send custom headers, such as the API key, to another origin
      signal: signalOfFetch(limit, streams ? signal : undefined),
    });
    response = await limit.within(Promise.resolve(sending));
  } catch (error) {
    throw new MelioConnectionError(call, error);
  }
  must(isResponse(response), "fetch must return a promise of a Response");
  if (isRedirect(response)) {
    response.body?.cancel?.().catch(() => {});
    throw new MelioApiError(call, response);
  }
  if (response.ok && streams) return { response, body: undefined };
  const body = readBody(call, response, limit);
  if (response.ok) return { response, body: await body };
  if (response.status !== 401 || !mayChangeKey) return { response, body };
  // The key may have been rotated. If the function fails, the 401 says more.
  const current = await limit
    .within(currentKey(config, key))
    .catch(() => undefined);
  const otherKey = current === key ? undefined : current;
  return { response, body, otherKey };
}

/** Includes 0, the status of a redirect that a browser does not follow. */
const isRedirect = ({ status }: Response): boolean =>
  status < 200 || (status >= 300 && status < 400);

/** @param later - a signal that also ends a stream, which goes on after its time limit has ended */
function signalOfFetch(
  { signal }: TimeLimit,
  later: AbortSignal | null | undefined,
): AbortSignal {
  return later ? AbortSignal.any([signal, later]) : signal;
}

/**
 * Returns the API key to send now.
 * @param refused - the key that the server has rejected, if that is why it is asked for again
 * @throws {@link MelioConfigError} if there is none, or if the `apiKey` function returns an invalid one
 */
export async function currentKey(
  { apiKey }: Config,
  refused?: string,
): Promise<string> {
  must(apiKey, "No API key: pass apiKey, or set MELIO_API_KEY");
  if (typeof apiKey === "string") return apiKey;
  const key = await apiKey(refused);
  checkHeaderValue("The result of apiKey()", key);
  return key;
}

const encoder = new TextEncoder();

/** In megabytes. Responses of this API are much shorter, and an endless one must not fill the memory. */
const longestBody = 10;

/**
 * Reads the whole body within the time limit of its attempt. For an error, a part of the body is as
 * good as the whole.
 * @throws {@link MelioConnectionError} if a success's body breaks off, or takes too long
 * @throws {@link MelioResponseError} if a success's body is too large
 */
async function readBody(
  call: Call,
  response: Response,
  limit: TimeLimit,
): Promise<Body> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined;
  try {
    // A custom `fetch` may return a response without such a stream.
    if (typeof response.body?.getReader !== "function")
      return encoder.encode(await limit.within(response.text()));
    reader = response.body.getReader();
    const isWhole = await limit.within(readInto(chunks, reader));
    if (isWhole) return await join(chunks);
  } catch (error) {
    if (response.ok) throw new MelioConnectionError(call, error);
  }
  reader?.cancel().catch(() => {});
  if (response.ok)
    throw new MelioResponseError(
      call,
      response,
      ` has more than ${longestBody} MB; to read it yourself, pass parseAs: "stream"`,
    );
  return join(chunks);
}

/** @returns whether the body ended before it became too long */
async function readInto(
  chunks: Uint8Array<ArrayBuffer>[],
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
): Promise<boolean> {
  for (let size = 0; size <= longestBody * 1_000_000; ) {
    const { done, value } = await reader.read();
    if (done) return true;
    chunks.push(value);
    size += value.length;
  }
  return false;
}

async function join(chunks: Uint8Array<ArrayBuffer>[]): Promise<Body> {
  if (chunks.length === 1 && chunks[0]) return chunks[0]; // as for most responses
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
