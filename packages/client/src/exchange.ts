import type { Call } from "./call.js";
import type { Config } from "./config.js";
import { MelioConnectionError, MelioResponseError, must } from "./errors.js";
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

/** A response whose body has not been read. */
export interface Answer {
  readonly response: Response;
  /** The API key that the request had. */
  readonly key: string;
}

/**
 * Sends a request, and waits for the response's status and headers. Does not follow redirects.
 * @param knownKey - the API key to send, if it is already known
 * @throws {@link MelioConnectionError} if there is no response
 * @throws {@link MelioConfigError} if the API key must not be sent, or if `fetch` does not return a response
 */
export async function exchange(
  config: Config,
  call: Call,
  { url, method, headers, body, init }: Outgoing,
  signal: AbortSignal | undefined,
  knownKey: string | undefined,
): Promise<Answer> {
  const { apiKeyPrefix, baseUrl, fetch = globalThis.fetch } = config;
  must(
    url.startsWith(`${baseUrl}/`),
    `The API key must be sent to ${baseUrl} only`,
  );
  const key = knownKey ?? (await currentKey(config));
  signal?.throwIfAborted(); // the key may arrive too late for this attempt
  call.keepSecret(key);
  call.markSent();
  let response: Response;
  try {
    response = await fetch(url, {
      ...init,
      method,
      headers: {
        ...headers,
        [apiKeyName]: apiKeyPrefix ? `${apiKeyPrefix} ${key}` : key,
      },
      body,
      redirect: "manual", // `fetch` would send custom headers, such as the API key, to another origin
      signal: signal ?? null,
    });
  } catch (error) {
    throw new MelioConnectionError(call, error);
  }
  must(isResponse(response), "fetch must return a promise of a Response");
  return { response, key };
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
export async function readBody(
  call: Call,
  response: Response,
  limit: TimeLimit,
): Promise<Uint8Array<ArrayBuffer>> {
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

async function join(
  chunks: Uint8Array<ArrayBuffer>[],
): Promise<Uint8Array<ArrayBuffer>> {
  if (chunks.length === 1 && chunks[0]) return chunks[0]; // as for most responses
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Releases the connection of a response whose body is not read. */
export const discard = ({ body }: Response): void =>
  void body?.cancel?.().catch(() => {});
