/** A certificate or key in PEM format, as a string or bytes, or a list of them. */
export type Pem = string | Uint8Array | readonly (string | Uint8Array)[];

/** Settings of `createNodeFetch`. */
export interface NodeFetchOptions {
  /**
   * URL of the proxy, including its credentials if it needs any. `false` turns the proxy off.
   * @defaultValue the environment variables `HTTPS_PROXY` and `HTTP_PROXY`
   */
  proxy?: string | false | undefined;
  /**
   * Hosts to reach without the proxy, separated by commas: `"localhost,.internal"`.
   * @defaultValue the environment variable `NO_PROXY`
   */
  noProxy?: string | undefined;
  /**
   * Certificate authorities to trust for the proxy itself, if its URL is `https:`.
   * @defaultValue Node's own
   */
  proxyCa?: Pem | undefined;
  /**
   * Certificate authorities to trust for the API, instead of Node's own. Never used for the proxy.
   * @defaultValue Node's own, and those of `NODE_EXTRA_CA_CERTS`
   */
  ca?: Pem | undefined;
  /** Your client certificate, for a server that requires one (mutual TLS). Never sent to the proxy. */
  cert?: Pem | undefined;
  /** The private key of `cert`. */
  key?: Pem | undefined;
  /** The passphrase of `key`, if it is encrypted. */
  passphrase?: string | undefined;
  /**
   * The maximum number of open connections.
   * @defaultValue no limit
   */
  connections?: number | undefined;
  /**
   * How long an idle connection stays open for the next request, in milliseconds. Keep it below the limit of
   * the server and of any load balancer in front of it.
   * @defaultValue 4_000
   */
  keepAliveTimeout?: number | undefined;
  /**
   * Uses HTTP/2 with servers that support it. Requests through a proxy use HTTP/1.1.
   * @defaultValue false
   */
  http2?: boolean | undefined;
}
