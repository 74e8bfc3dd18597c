import { type Duplex, pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import {
  aBoolean,
  aString,
  checkSettings,
  milliseconds,
  type Rule,
  type Rules,
} from "../check-settings.js";
import { failConfig } from "../config.js";
import type { MelioFetch } from "../options.js";
import type { NodeFetchOptions, Pem } from "./options.js";
import {
  Agent,
  type Dispatcher,
  EnvHttpProxyAgent,
  NodesResponse,
} from "./undici.js";

/** A `fetch` for a client's setting of that name, with connections of its own. */
export interface NodeFetch extends MelioFetch {
  /** Ends its connections, once their requests are finished. */
  close(): Promise<void>;
}

const isPem = (value: unknown): boolean =>
  aString.fits(value) || value instanceof Uint8Array;
const aPem: Rule = {
  expected: "PEM as text or bytes, or a list of them",
  fits: (value) => isPem(value) || (Array.isArray(value) && value.every(isPem)),
  isSecret: true,
};

const rules: Rules<NodeFetchOptions> = {
  proxy: {
    expected: "an http or https URL, or false",
    fits: (value) =>
      value === false || /^https?:$/.test(parseUrl(value)?.protocol ?? ""),
    isSecret: true, // it may hold a password
  },
  noProxy: { expected: "a text", fits: (value) => typeof value === "string" },
  proxyCa: aPem,
  ca: aPem,
  cert: aPem,
  key: aPem,
  passphrase: { ...aString, isSecret: true },
  connections: {
    expected: "a number without a fraction, 1 or more",
    fits: (value) => Number.isInteger(value) && (value as number) >= 1,
  },
  keepAliveTimeout: milliseconds,
  http2: aBoolean,
};

/**
 * Creates a `fetch` over undici's `request`: for a proxy, a certificate authority of one's own, mutual TLS or
 * a limit of connections. Needs the package undici.
 *
 * @example
 * ```ts
 * import { createMelioClient } from "@melio-platform/client";
 * import { createNodeFetch } from "@melio-platform/client/node";
 *
 * const melio = createMelioClient({ fetch: createNodeFetch({ connections: 20 }) });
 * await melio.auth.createToken({ melioAccount: "acc_123" });
 * ```
 * @throws {@link MelioConfigError} if a setting is wrong
 * @see https://undici.nodejs.org
 */
export function createNodeFetch(options: NodeFetchOptions = {}): NodeFetch {
  const dispatcher = createDispatcher(
    checkSettings("createNodeFetch", options, rules, failConfig),
  );
  const fetch: MelioFetch = async (url, init) => {
    const { origin, pathname, search } = new URL(url);
    return toResponse(
      url,
      await dispatcher.request({
        origin,
        path: pathname + search,
        method: (init.method ?? "GET") as Dispatcher.HttpMethod,
        headers: init.headers as Record<string, string>,
        body: init.body ? new Uint8Array(init.body as ArrayBuffer) : null,
        signal: init.signal ?? null,
      }),
    );
  };
  return Object.assign(fetch, { close: () => dispatcher.close() });
}

function createDispatcher({
  proxy,
  noProxy,
  proxyCa,
  ca,
  cert,
  key,
  passphrase,
  connections,
  keepAliveTimeout,
  http2,
}: NodeFetchOptions): Dispatcher {
  const tls = withoutUndefined({
    ca: toBuffers(ca),
    cert: toBuffers(cert),
    key: toBuffers(key),
    passphrase,
  });
  const pool = withoutUndefined({
    connections,
    keepAliveTimeout,
    allowH2: http2,
  });
  return proxy === false
    ? new Agent({ ...pool, connect: tls })
    : new EnvHttpProxyAgent({
        ...pool,
        ...withoutUndefined({
          httpProxy: proxy,
          httpsProxy: proxy,
          noProxy,
        }),
        connect: tls, // where no proxy is used
        requestTls: tls, // to the API, through the proxy's tunnel
        proxyTls: withoutUndefined({ ca: toBuffers(proxyCa) }),
      });
}

/** Statuses without a body, with which no `Response` can be made that has one. */
const bodiless = [204, 205, 304];

function toResponse(
  url: string,
  { statusCode, statusText, headers, body }: Dispatcher.ResponseData,
): Response {
  const received = toHeaders(headers);
  const isBodiless = bodiless.includes(statusCode);
  if (isBodiless) body.resume(); // frees the connection
  const response = new NodesResponse(
    isBodiless ? null : toStream(decode(body, received)),
    {
      // Some servers send what is no status; `fetch` shows it, and so does this.
      status: Math.min(statusCode, 599),
      // What is no reason phrase (RFC 9112, 4) is of no use to anyone.
      statusText: /^[\t -~\x80-\xff]*$/.test(statusText) ? statusText : "",
      headers: received,
    },
  );
  return Object.defineProperties(response, {
    url: { value: url },
    status: { value: statusCode },
  });
}

const decoders: Record<string, () => Duplex> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** None is asked for, but some servers and proxies compress all the same. */
function decode(body: Readable, headers: Headers): Readable {
  const codings = headers.get("Content-Encoding") ?? "";
  let decoded = body;
  for (const coding of codings.toLowerCase().split(",").reverse()) {
    const createDecoder = decoders[coding.trim()];
    // What happens to one happens to the other; whoever reads the last hears of it.
    if (createDecoder) decoded = pipeline(decoded, createDecoder(), () => {});
  }
  return decoded;
}

/** A body that breaks off is an error of the stream, as with `fetch`. */
function toStream(body: AsyncIterable<Uint8Array>): ReadableStream {
  const chunks = body[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}

function toHeaders(
  received: Record<string, string | string[] | undefined>,
): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(received))
    for (const value of [values].flat()) headers.append(name, value);
  return headers;
}

function toBuffers(pem: Pem | undefined): (string | Buffer)[] | undefined {
  if (pem === undefined) return undefined;
  return [pem]
    .flat()
    .map((one) => (typeof one === "string" ? one : Buffer.from(one)));
}

function parseUrl(value: unknown): URL | undefined {
  const text = String(value);
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** undici tells a setting that is missing from one that is `undefined`. */
function withoutUndefined<T extends object>(
  settings: T,
): {
  [Name in keyof T]?: Exclude<T[Name], undefined>;
} {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined),
  ) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}
