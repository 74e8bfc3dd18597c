import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { getEventListeners } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import {
  createNodeFetch,
  type NodeFetchOptions,
} from "@melio-platform/client/node";
import {
  afterEach,
  beforeEach,
  expect,
  onTestFinished,
  test,
  vi,
} from "vitest";
import {
  createCertificate,
  startConnectProxy,
  startRefusingProxy,
  startTlsProxy,
  startTlsServer,
} from "./examples/servers.js";
import { createClient, rejectionOf, thrownBy } from "./support/client.js";
import { findSecrets } from "./support/find-secrets.js";
import { startServer } from "./support/http-server.js";
import { tokenBody } from "./support/spec.js";

beforeEach(() => {
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"])
    for (const variable of [name, name.toLowerCase()])
      vi.stubEnv(variable, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Mints a token by a `fetch` with these settings. */
async function mint(server: { baseUrl: string }, options: NodeFetchOptions) {
  const fetch = createNodeFetch(options);
  onTestFinished(() => fetch.close());
  return createClient(server, { fetch, maxRetries: 0 }).auth.createToken();
}
const hostOf = ({ baseUrl }: { baseUrl: string }) => new URL(baseUrl).host;

test("a certificate authority of one's own is trusted, and no other server", async () => {
  const server = await startTlsServer();
  const other = await startTlsServer();
  expect(await mint(server, { ca: server.certificate })).toEqual(
    tokenBody.data,
  );
  const ca = [Buffer.from(other.certificate)];
  await expect(mint(server, { ca })).rejects.toMatchObject({
    kind: "connection",
    message: expect.stringContaining("SELF_SIGNED_CERT"),
  });
  expect(server.requests).toHaveLength(1);
});

test.for([
  { what: "a setting", settings: true, environment: false, goes: true },
  { what: "the environment", settings: false, environment: true, goes: true },
  {
    what: "none, though there is one in the environment",
    settings: false,
    environment: true,
    off: { proxy: false as const },
    goes: false,
  },
  {
    what: "none for a host that noProxy names",
    settings: true,
    environment: false,
    off: { noProxy: "localhost" },
    goes: false,
  },
])("the proxy is $what", async ({ settings, environment, off, goes }) => {
  const server = await startTlsServer();
  const proxy = await startConnectProxy();
  if (environment) vi.stubEnv("HTTPS_PROXY", proxy.url);
  await mint(server, {
    ca: server.certificate,
    ...(settings && { proxy: proxy.url }),
    ...off,
  });
  expect(server.requests).toHaveLength(1);
  expect(proxy.tunnels).toEqual(goes ? [hostOf(server)] : []);
});

test("NO_PROXY is obeyed", async () => {
  const server = await startTlsServer();
  const proxy = await startConnectProxy();
  vi.stubEnv("NO_PROXY", "localhost");
  await mint(server, { ca: server.certificate, proxy: proxy.url });
  expect(proxy.tunnels).toEqual([]);
});

test("a client's certificate reaches the server, directly and through a proxy", async () => {
  const client = await createCertificate();
  const server = await startTlsServer(client.cert);
  const proxy = await startConnectProxy();
  const ca = server.certificate;
  const own = { cert: client.cert, key: client.private };
  await mint(server, { ca, ...own });
  await mint(server, { ca, ...own, proxy: proxy.url });
  expect(proxy.tunnels).toEqual([hostOf(server)]);
  expect(server.requests).toHaveLength(2);
  await expect(mint(server, { ca })).rejects.toMatchObject({
    kind: "connection",
  });
});

test("a proxy over TLS is trusted by proxyCa alone, and sees no certificate of the client", async () => {
  const client = await createCertificate();
  const server = await startTlsServer(client.cert);
  const proxy = await startTlsProxy();
  const options = {
    ca: server.certificate,
    cert: client.cert,
    key: client.private,
    proxy: proxy.url,
  };
  await mint(server, { ...options, proxyCa: proxy.certificate });
  expect(proxy.tunnels).toEqual([hostOf(server)]);
  expect(proxy.shown).toEqual([false]);
  const ca = [server.certificate, proxy.certificate];
  await expect(mint(server, { ...options, ca })).rejects.toMatchObject({
    kind: "connection",
  });
});

test("a proxy that refuses is told, without its password", async () => {
  const proxy = await startRefusingProxy();
  const server = { baseUrl: "https://api.example/v1" };
  const error = await rejectionOf(mint(server, { proxy }));
  expect(error).toMatchObject({
    kind: "connection",
    message: expect.stringContaining("407"),
  });
  expect(findSecrets(error, ["proxy_password"])).toEqual([]);
});

test.for([
  { http2: true, version: "2.0" },
  { http2: false, version: "1.1" },
  { version: "1.1" },
])("http2: $http2 speaks HTTP/$version", async ({ http2, version }) => {
  const server = await startTlsServer();
  await mint(server, { ca: server.certificate, http2 });
  expect(server.versions).toEqual([version]);
});

test("no more connections are open than the setting says", async () => {
  let open = 0;
  let most = 0;
  const server = await startServer((response) => {
    most = Math.max(most, ++open);
    setImmediate(() => {
      open--;
      response.end(JSON.stringify(tokenBody));
    });
  });
  const fetch = createNodeFetch({ connections: 2, proxy: false });
  onTestFinished(() => fetch.close());
  const melio = createClient(server, { fetch });
  await Promise.all(Array.from({ length: 10 }, () => melio.auth.createToken()));
  expect(server.requests).toHaveLength(10);
  expect(most).toBeLessThanOrEqual(2);
});

test.for([
  { coding: "gzip", body: gzipSync(JSON.stringify(tokenBody)) },
  { coding: "deflate", body: deflateSync(JSON.stringify(tokenBody)) },
  { coding: "br", body: brotliCompressSync(JSON.stringify(tokenBody)) },
  {
    coding: "gzip, BR",
    body: brotliCompressSync(gzipSync(JSON.stringify(tokenBody))),
  },
])("a body is decompressed: $coding", async ({ coding, body }) => {
  const server = await startServer((response) => {
    response.setHeader("Content-Encoding", coding).end(body);
  });
  expect(await mint(server, { proxy: false })).toEqual(tokenBody.data);
});

test.for([
  { coding: "identity", compress: (body: Buffer) => body },
  { coding: "gzip", compress: (body: Buffer) => gzipSync(body) },
])(
  "a long body arrives whole, and one that nobody wants ends its connection: $coding",
  async ({ coding, compress }) => {
    const body = randomBytes(3_000_000);
    const server = await startServer((response) => {
      response.setHeader("Content-Encoding", coding).end(compress(body));
    });
    const fetch = createNodeFetch({ proxy: false });
    const response = await fetch(server.baseUrl, {});
    expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true);

    const unwanted = await fetch(server.baseUrl, {});
    const reader = unwanted.body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
    await reader?.cancel();
    await fetch.close(); // waits for what is under way
  },
);

test("a body that is not what its coding says is an error", async () => {
  const server = await startServer((response) => {
    response.setHeader("Content-Encoding", "gzip").end("no gzip");
  });
  await expect(mint(server, { proxy: false })).rejects.toMatchObject({
    kind: "connection",
  });
});

test("an abort ends a request at once: in the queue, at the server, and in its body", async () => {
  const server = await startServer(
    () => {},
    (response) => {
      response.write("the beginning");
    },
  );
  const fetch = createNodeFetch({ connections: 1, proxy: false });
  onTestFinished(() => fetch.close());
  const waiting = new AbortController();
  const atServer = fetch(server.baseUrl, { signal: waiting.signal });
  const queued = new AbortController();
  const inQueue = fetch(server.baseUrl, { signal: queued.signal });
  queued.abort(new Error("left the queue"));
  await expect(inQueue).rejects.toThrow("left the queue");
  await expect.poll(() => server.requests).toHaveLength(1);
  waiting.abort(new Error("left the server"));
  await expect(atServer).rejects.toThrow("left the server");

  const reading = new AbortController();
  const { signal } = reading;
  const text = (await fetch(server.baseUrl, { signal })).text();
  reading.abort(new Error("left the body"));
  await expect(text).rejects.toThrow("left the body");
  expect(getEventListeners(signal, "abort")).toEqual([]);
  await expect(fetch(server.baseUrl, { signal })).rejects.toThrow("left");
  expect(server.requests).toHaveLength(2);
});

test("a signal that outlives its requests keeps no listener of theirs", async () => {
  const server = await startServer();
  const fetch = createNodeFetch({ proxy: false });
  const { signal } = new AbortController();
  const response = await fetch(server.baseUrl, { signal });
  await response.text();
  await fetch.close();
  await expect(fetch(server.baseUrl, { signal })).rejects.toThrow("destroyed");
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("after close() it sends nothing", async () => {
  const server = await startServer();
  const fetch = createNodeFetch();
  await createClient(server, { fetch }).auth.createToken();
  await fetch.close();
  const call = createClient(server, {
    fetch,
    maxRetries: 0,
  }).auth.createToken();
  await expect(call).rejects.toMatchObject({ kind: "connection" });
  expect(server.requests).toHaveLength(1);
});

test.for([
  [{ proxi: "http://proxy:3128" }, /did you mean proxy\?/],
  [{ proxy: "proxy:3128" }, /^proxy must be an http or https URL, or false$/],
  [
    { proxy: "socks5://me:secret@proxy" },
    /^proxy must be an http or https URL, or false$/,
  ],
  [{ connections: 0 }, /^connections must be .*; got 0$/],
  [
    { ca: "/etc/ssl/corporate-ca.pem" },
    /^ca must be .* \(the content of the file, not its path\)[^;]*$/,
  ],
  [
    { cert: [Buffer.from("not a certificate")] },
    /^cert must be a certificate or key in PEM format, [^;]*$/,
  ],
  [{ key: 7 }, /^key must be a certificate or key in PEM format, [^;]*$/],
  [
    { keepAliveTimeout: -1 },
    /^keepAliveTimeout must be a number of milliseconds/,
  ],
  [
    "http://user:password@proxy:3128",
    /^createNodeFetch expects a plain object, as written with { }; got a string$/,
  ],
] as const)("%o is refused", ([options, message]) => {
  expect(thrownBy(() => createNodeFetch(options as object))).toMatchObject({
    kind: "config",
    message: expect.stringMatching(message),
  });
});

// The package undici makes its own agent that of the global `fetch`, unless that has one already.
test.for([
  'await import("@melio-platform/client/node")',
  'process.getBuiltinModule("module").createRequire(import.meta.url)("@melio-platform/client/node")',
])("%s leaves the global fetch as it is", async (load) => {
  const program = `${load};
    const { Agent, getGlobalDispatcher } = await import("undici");
    console.log(getGlobalDispatcher() instanceof Agent);`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", program],
    { cwd: fileURLToPath(new URL(".", import.meta.url)) },
  );
  expect(stdout).toBe("false\n");
});
