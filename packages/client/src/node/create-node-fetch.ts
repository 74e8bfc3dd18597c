import {
  aBoolean,
  aString,
  checkSettings,
  isHttpUrl,
  milliseconds,
  type Rule,
  type Rules,
} from "../check-settings.js";
import { failConfig } from "../errors.js";
import type { MelioFetch } from "../options.js";
import type { NodeFetchOptions, Pem } from "./options.js";
import { ResponseHandler } from "./response-handler.js";
import { Agent, type Dispatcher, EnvHttpProxyAgent } from "./undici.js";

/** A `fetch` for the client's setting of the same name, with its own connections. */
export interface NodeFetch extends MelioFetch {
  /** Closes its connections once their requests are finished. */
  close(): Promise<void>;
}

/** Each text in PEM format has a line such as `-----BEGIN CERTIFICATE-----` (RFC 7468). */
const isPem = (value: unknown): boolean =>
  (typeof value === "string" || value instanceof Uint8Array) &&
  Buffer.from(value).includes("-----BEGIN ");
const aPem: Rule = {
  expected:
    "a certificate or key in PEM format, as a string or bytes (the content of the file, not its path), or a list of them",
  fits: (value) => isPem(value) || (Array.isArray(value) && value.every(isPem)),
  isSecret: true,
};

const rules: Rules<NodeFetchOptions> = {
  proxy: {
    expected: "an http or https URL, or false",
    fits: (value) => value === false || isHttpUrl(value),
    isSecret: true, // it may contain a password
  },
  noProxy: { expected: "a string", fits: (value) => typeof value === "string" },
  proxyCa: aPem,
  ca: aPem,
  cert: aPem,
  key: aPem,
  passphrase: { ...aString, isSecret: true },
  connections: {
    expected: "a whole number, 1 or more",
    fits: (value) => Number.isInteger(value) && (value as number) >= 1,
  },
  keepAliveTimeout: milliseconds,
  http2: aBoolean,
};

/**
 * Creates a `fetch` based on undici, for a proxy, your own certificate authority, mutual TLS, or a limit of
 * connections. Requires the package undici.
 *
 * @example
 * ```ts
 * import { createMelioClient } from "@melio-platform/client";
 * import { createNodeFetch } from "@melio-platform/client/node";
 *
 * const melio = createMelioClient({ fetch: createNodeFetch({ connections: 20 }) });
 * await melio.auth.createToken({ melioAccount: "acc_123" });
 * ```
 * @throws {@link MelioConfigError} if a setting is invalid
 * @see https://undici.nodejs.org
 */
export function createNodeFetch(options: NodeFetchOptions = {}): NodeFetch {
  const dispatcher = createDispatcher(
    checkSettings("createNodeFetch", options, rules, failConfig),
  );
  const fetch: MelioFetch = async (url, { method, headers, body, signal }) => {
    signal?.throwIfAborted();
    const { origin, pathname, search } = new URL(url);
    const handler = new ResponseHandler(url, signal);
    dispatcher.dispatch(
      {
        origin,
        path: pathname + search,
        method: (method ?? "GET") as Dispatcher.HttpMethod,
        headers: headers as Record<string, string>,
        body: body ? new Uint8Array(body as ArrayBuffer) : null,
      },
      handler,
    );
    return handler.response;
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

function toBuffers(pem: Pem | undefined): (string | Buffer)[] | undefined {
  if (pem === undefined) return undefined;
  return [pem]
    .flat()
    .map((one) => (typeof one === "string" ? one : Buffer.from(one)));
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
