/** A certificate or key in PEM: text or bytes, or several of them. */
export type Pem = string | Uint8Array | readonly (string | Uint8Array)[];

/** Settings of `createNodeFetch`. */
export interface NodeFetchOptions {
  /**
   * URL of the proxy that requests go through; `false` for none. Its credentials go into the URL.
   * @defaultValue the environment variables `HTTPS_PROXY` and `HTTP_PROXY`
   */
  proxy?: string | false | undefined;
  /**
   * Hosts that are reached without the proxy, separated by commas: `"localhost,.internal"`.
   * @defaultValue the environment variable `NO_PROXY`
   */
  noProxy?: string | undefined;
  /**
   * Certificate authorities to trust for the proxy itself, if its URL is `https:`.
   * @defaultValue Node's own
   */
  proxyCa?: Pem | undefined;
  /**
   * Certificate authorities to trust for the API, in place of Node's own. Never shown to the proxy.
   * @defaultValue Node's own, and those of `NODE_EXTRA_CA_CERTS`
   */
  ca?: Pem | undefined;
  /** This client's certificate, for a server that asks for one (mutual TLS). Never shown to the proxy. */
  cert?: Pem | undefined;
  /** The key of `cert`. */
  key?: Pem | undefined;
  /** The passphrase of `key`, if it is encrypted. */
  passphrase?: string | undefined;
  /**
   * Most connections that are open at once.
   * @defaultValue no limit
   */
  connections?: number | undefined;
  /**
   * How long a connection is kept for the next request, in milliseconds. Less than what the server, or a
   * balancer before it, keeps one.
   * @defaultValue 4_000
   */
  keepAliveTimeout?: number | undefined;
  /**
   * Whether HTTP/2 is used with servers that offer it. Through a proxy it is HTTP/1.1.
   * @defaultValue false
   */
  http2?: boolean | undefined;
}
